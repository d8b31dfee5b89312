using Hl7.Fhir.Model;
using HuskyFhir.Validation.Primitives;
using static Hl7.Fhir.Model.Questionnaire;

namespace HuskyFhir.Validation.Checks;

/// <summary>All answers of a response, for the questions that are asked only where others have been answered.</summary>
/// <param name="response">The answers.</param>
/// <param name="complete">Whether the answers are said to be complete, so that what is required must be there.</param>
internal sealed class AnswerSheet(QuestionnaireResponse response, bool complete)
{
    private Dictionary<string, List<DataType>>? answers;

    public bool Complete => complete;

    /// <summary>The data types of answers; null for a type of question that takes any.</summary>
    public static string[]? Types(QuestionnaireItemType? type) =>
        type switch
        {
            QuestionnaireItemType.Boolean => ["boolean"],
            QuestionnaireItemType.Decimal => ["decimal"],
            QuestionnaireItemType.Integer => ["integer"],
            QuestionnaireItemType.Date => ["date"],
            QuestionnaireItemType.DateTime => ["dateTime"],
            QuestionnaireItemType.Time => ["time"],
            QuestionnaireItemType.String or QuestionnaireItemType.Text => ["string"],
            QuestionnaireItemType.Url => ["uri"],
            QuestionnaireItemType.Choice => ["Coding"],
            QuestionnaireItemType.OpenChoice => ["Coding", "string"],
            QuestionnaireItemType.Attachment => ["Attachment"],
            QuestionnaireItemType.Reference => ["Reference"],
            QuestionnaireItemType.Quantity => ["Quantity"],
            _ => null,
        };

    public static bool Chosen(ItemComponent item) =>
        item.Type
            is QuestionnaireItemType.Choice
                or QuestionnaireItemType.OpenChoice
                or not QuestionnaireItemType.Group;

    /// <summary>Whether two answers are the same: codes by system and code, others in all.</summary>
    public static bool Same(DataType one, DataType other) =>
        (one, other) switch
        {
            (Coding x, Coding y) => x.Code == y.Code && x.System == y.System,
            (Quantity x, Quantity y) => Order.Compare(x, y) == 0,
            _ => one.TypeName == other.TypeName && Patterns.Exact(one, other),
        };

    /// <summary>
    /// Whether a question is asked, given the other answers (enableWhen); null where that cannot be told.
    /// </summary>
    public bool? Enabled(ItemComponent item)
    {
        if (item.EnableWhen.Count == 0)
            return true;

        var results = item.EnableWhen.Select(Holds).ToArray();
        var any = item.EnableBehavior == EnableWhenBehavior.Any;
        if (results.Contains(any))
            return any;
        return results.Contains(null) ? null : !any;
    }

    private bool? Holds(EnableWhenComponent when)
    {
        var given = All().GetValueOrDefault(when.Question ?? string.Empty) ?? [];
        return (when.Operator, when.Answer) switch
        {
            (QuestionnaireItemOperator.Exists, FhirBoolean wanted) => given.Count > 0 == wanted.Value,
            (QuestionnaireItemOperator.Equal, { } answer) => given.Exists(one => Same(answer, one)),
            (QuestionnaireItemOperator.NotEqual, { } answer) => !given.Exists(one => Same(answer, one)),
            ({ } @operator, { } answer) => given.Exists(one =>
                Order.Compare(one, answer) is { } order && Compared(@operator, order)
            ),
            _ => null,
        };
    }

    private static bool Compared(QuestionnaireItemOperator @operator, int order) =>
        @operator switch
        {
            QuestionnaireItemOperator.GreaterThan => order > 0,
            QuestionnaireItemOperator.LessThan => order < 0,
            QuestionnaireItemOperator.GreaterOrEqual => order >= 0,
            QuestionnaireItemOperator.LessOrEqual => order <= 0,
            _ => false,
        };

    private Dictionary<string, List<DataType>> All()
    {
        if (answers is null)
        {
            answers = new(StringComparer.Ordinal);
            Collect(response.Item, answers);
        }

        return answers;
    }

    private static void Collect(
        List<QuestionnaireResponse.ItemComponent> items,
        Dictionary<string, List<DataType>> into
    )
    {
        foreach (var item in items)
        {
            if (item.LinkId is { } link)
            {
                if (!into.TryGetValue(link, out var list))
                    into[link] = list = [];
                list.AddRange(item.Answer.Select(static one => one.Value).OfType<DataType>());
            }

            Collect(item.Item, into);
            foreach (var answer in item.Answer)
                Collect(answer.Item, into);
        }
    }
}

using Hl7.Fhir.Model;
using HuskyFhir.Validation.Primitives;
using HuskyFhir.Validation.Rules;
using HuskyFhir.Validation.Terminology;

namespace HuskyFhir.Validation.Checks;

/// <content>Answers against the Questionnaire that they name (R4 section 9.14.3), where it is loaded or
/// contained.</content>
internal sealed partial class Checker
{
    private void Answers(QuestionnaireResponse response)
    {
        if (response.QuestionnaireElement is not { } at || LiteralText(at) is not { Length: > 0 } canonical)
            return;

        var questionnaire =
            canonical[0] == '#' ? scope.Resolve(canonical) as Questionnaire : library.Questionnaire(canonical);
        if (questionnaire is null)
            Tell(
                RuleKind.QuestionnaireUnknown,
                $"The questionnaire {Literal.Cut(canonical, 120)} is not loaded, so the answers were not checked against it.",
                "questionnaire"
            );
        else
        {
            var complete = response.StatusElement is { } status && LiteralText(status) is "completed" or "amended";
            Items(questionnaire.Item, response.Item, string.Empty, new(response, complete));
        }
    }

    private void Items(
        List<Questionnaire.ItemComponent> asked,
        List<QuestionnaireResponse.ItemComponent> given,
        string path,
        AnswerSheet sheet
    )
    {
        var last = -1;
        for (var i = 0; i < given.Count && Step(); i++)
        {
            var here = $"{path}item[{i}]";
            var at = asked.FindIndex(one => one.LinkId == given[i].LinkId);
            if (at < 0)
                Tell(
                    RuleKind.Answer,
                    $"The questionnaire has no item '{Literal.Cut(given[i].LinkId ?? string.Empty, 60)}' here. Give the linkId of one of its items.",
                    here + ".linkId"
                );
            else if (at < last)
                Tell(
                    RuleKind.Answer,
                    $"The items stand in the order of the questionnaire: '{Literal.Cut(given[i].LinkId!, 60)}' comes earlier.",
                    here
                );
            else
                Item(asked[at], given[i], here, sheet);
            last = Math.Max(last, at);
        }

        foreach (var item in asked)
            Counted(item, given.FindAll(one => one.LinkId == item.LinkId), path, sheet);
    }

    private void Counted(
        Questionnaire.ItemComponent item,
        List<QuestionnaireResponse.ItemComponent> given,
        string path,
        AnswerSheet sheet
    )
    {
        var (place, name) = (path.Length == 0 ? null : path.TrimEnd('.'), Literal.Cut(item.LinkId ?? string.Empty, 60));
        var answered = given.Exists(static one => one.Answer.Count > 0 || one.Item.Count > 0);
        if (given.Count > 1 && !(item.Type == Questionnaire.QuestionnaireItemType.Group && item.Repeats is true))
            Tell(
                RuleKind.Answer,
                $"The item '{name}' stands here {given.Count} times. Give one item, with as many answers as the question takes.",
                place
            );
        if (
            !answered
            && item.Required is true
            && sheet.Complete
            && item.Type != Questionnaire.QuestionnaireItemType.Display
            && sheet.Enabled(item) is true
        )
            Tell(
                RuleKind.Answer,
                $"The item '{name}' needs an answer, since the status says that the answers are complete.",
                place
            );
        else if (answered && sheet.Enabled(item) is false)
            Tell(
                RuleKind.Answer,
                $"The item '{name}' is not enabled by the other answers, so it cannot be answered. Remove it.",
                place
            );
    }

    private void Item(
        Questionnaire.ItemComponent asked,
        QuestionnaireResponse.ItemComponent given,
        string path,
        AnswerSheet sheet
    )
    {
        var silent =
            asked.Type is Questionnaire.QuestionnaireItemType.Group or Questionnaire.QuestionnaireItemType.Display;
        if (silent && given.Answer.Count > 0)
            Tell(
                RuleKind.Answer,
                $"'{Literal.Cut(asked.LinkId ?? string.Empty, 60)}' is no question. Remove the answer.",
                path + ".answer[0]"
            );
        if (!silent && given.Answer.Count > 1 && asked.Repeats is not true)
            Tell(
                RuleKind.Answer,
                $"The question '{Literal.Cut(asked.LinkId ?? string.Empty, 60)}' takes one answer.",
                path
            );
        for (var i = 0; i < given.Answer.Count && !silent; i++)
        {
            if (given.Answer[i].Value is { } value)
                Answer(asked, value, $"{path}.answer[{i}]");
            Items(asked.Item, given.Answer[i].Item, $"{path}.answer[{i}].", sheet);
        }

        if (silent)
            Items(asked.Item, given.Item, path + ".", sheet);
    }

    private void Answer(Questionnaire.ItemComponent asked, DataType value, string path)
    {
        var options = asked.AnswerOption.Select(static option => option.Value).OfType<DataType>().ToArray();
        if (options.Length > 0 && AnswerSheet.Chosen(asked))
        {
            if (
                !options.Any(option => AnswerSheet.Same(option, value))
                && !(value is FhirString && asked.Type == Questionnaire.QuestionnaireItemType.OpenChoice)
            )
                Tell(
                    RuleKind.Answer,
                    $"{Told(value)} is none of the answers that '{Literal.Cut(asked.LinkId ?? string.Empty, 60)}' offers.",
                    path
                );
        }
        else if (AnswerSheet.Types(asked.Type) is { } types && !types.Contains(value.TypeName))
            Tell(
                RuleKind.Answer,
                $"'{Literal.Cut(asked.LinkId ?? string.Empty, 60)}' takes an answer of type {string.Join(" or ", types)}, not {value.TypeName}.",
                path
            );
        else if (asked.AnswerValueSet is { } set && value is Coding coding)
            Chosen(set, coding, path);
        else if (
            asked.MaxLength is { } most
            && value is PrimitiveType literal
            && LiteralText(literal) is { } text
            && text.EnumerateRunes().Count() > most
        )
            Tell(
                RuleKind.Answer,
                $"The answer to '{Literal.Cut(asked.LinkId ?? string.Empty, 60)}' may have at most {most} characters.",
                path
            );
    }

    private void Chosen(string valueSet, Coding coding, string path)
    {
        if (Find(valueSet, coding) is not { } found || found.Membership == Membership.In)
            return;
        if (found.Membership == Membership.Out)
            Tell(RuleKind.Answer, $"{Told(coding)} is not in the answers of {valueSet}.", path);
        else
            Tell(
                RuleKind.RequiredCodeUnknown,
                $"{Told(coding)} could not be checked against {valueSet}: {found.Why}.",
                path
            );
    }
}

namespace HuskyFhir.Core.Access;

/// <summary>
/// What of the requested scopes a client is granted: their intersection with those that it may have (SMART App Launch
/// 2.2, scopes for requesting FHIR resources; RFC 6749 section 3.3). Pure; scopes of versions 1 and 2 in, what remains
/// of them out.
/// </summary>
public static class ScopeGrants
{
    /// <summary>Requested scopes that are looked at; nobody needs more.</summary>
    private const int Most = 200;

    /// <summary>
    /// The scopes that are granted, in the order of the request; empty when nothing is. What does not fit the grammar
    /// is not granted.
    /// </summary>
    /// <param name="requested">As in the request, with spaces between.</param>
    /// <param name="allowed">Those of the client's registration; null for any.</param>
    public static IReadOnlyList<string> Of(string? requested, IReadOnlyList<string>? allowed)
    {
        var limits = (allowed ?? ["system/*.cruds"]).Select(Scope.Read).OfType<Scope>().ToList();
        var granted = new List<Scope>();
        foreach (
            var asked in (requested ?? string.Empty)
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Take(Most)
                .Select(Scope.Read)
                .OfType<Scope>()
        )
        foreach (var limit in limits)
            if (asked.Within(limit) is { } part)
                Add(granted, part);
        return [.. granted.Select(static scope => scope.ToString())];
    }

    /// <summary>Whether it is a scope that a client could be granted.</summary>
    public static bool IsScope(string scope) => Scope.Read(scope) is not null;

    /// <summary>Adds what is not covered yet, and lets go of what it covers.</summary>
    private static void Add(List<Scope> granted, Scope part)
    {
        if (granted.Any(known => known.Covers(part)))
            return;
        granted.RemoveAll(part.Covers);
        granted.Add(part);
    }

    private sealed record Scope(string Type, string Letters, IReadOnlyList<string> Parameters, string? Written)
    {
        private const string All = "cruds";
        private const string Prefix = "system/";

        public static Scope? Read(string text)
        {
            var question = text.IndexOf('?', StringComparison.Ordinal);
            var path = question < 0 ? text : text[..question];
            var dot = path.IndexOf('.', StringComparison.Ordinal);
            if (!path.StartsWith(Prefix, StringComparison.Ordinal) || dot <= Prefix.Length)
                return null;
            var (type, verbs) = (path[Prefix.Length..dot], path[(dot + 1)..]);
            var letters = verbs switch
            {
                "read" => "rs",
                "write" => "cud",
                "*" => All,
                _ => verbs,
            };
            var parameters = question < 0 ? [] : text[(question + 1)..].Split('&');
            // Version 1 knows no parameters.
            return
                (IsType(type) || IsService(type, letters, question))
                && InOrder(letters)
                && parameters.All(IsParameter)
                && (letters == verbs || parameters.Length == 0)
                ? new(type, letters, [.. parameters.Order(StringComparer.Ordinal)], text)
                : null;
        }

        /// <summary>What remains of this one within a limit; null for nothing.</summary>
        public Scope? Within(Scope limit)
        {
            if (
                Type != limit.Type
                && (ServiceScopes.IsOne(Type) || ServiceScopes.IsOne(limit.Type) || (Type != "*" && limit.Type != "*"))
            )
                return null;
            var type = Type == "*" ? limit.Type : Type;
            var letters = string.Concat(Letters.Where(limit.Letters.Contains));
            // Parameters narrow: all of the limit's stay, and more may be asked for. Other ones than the limit's would
            // be another set of rows.
            var parameters =
                Parameters.Count == 0 ? limit.Parameters
                : limit.Parameters.All(Parameters.Contains) ? Parameters
                : null;
            if (letters.Length == 0 || parameters is null)
                return null;
            var whole = type == Type && letters == Letters && parameters.Count == Parameters.Count;
            return new(type, letters, parameters, whole ? Written : null);
        }

        public bool Covers(Scope other) =>
            (Type == other.Type || (Type == "*" && !ServiceScopes.IsOne(other.Type)))
            && other.Letters.All(Letters.Contains)
            && Parameters.All(other.Parameters.Contains);

        public override string ToString() =>
            Written
            ?? $"{Prefix}{Type}.{Letters}{(Parameters.Count == 0 ? string.Empty : "?" + string.Join('&', Parameters))}";

        private static bool IsType(string type) =>
            type == "*" || (char.IsAsciiLetterUpper(type[0]) && type.All(char.IsAsciiLetter));

        /// <summary>A part of the service is looked at, and has no rows to narrow it to.</summary>
        private static bool IsService(string type, string letters, int question) =>
            ServiceScopes.IsOne(type) && letters == "r" && question < 0;

        private static bool InOrder(string letters)
        {
            var last = -1;
            foreach (var letter in letters)
            {
                var at = All.IndexOf(letter, StringComparison.Ordinal);
                if (at <= last)
                    return false;
                last = at;
            }

            return last >= 0;
        }

        private static bool IsParameter(string text) =>
            text.IndexOf('=', StringComparison.Ordinal) is > 0 and var at && at < text.Length - 1;
    }
}

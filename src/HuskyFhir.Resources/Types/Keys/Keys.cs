namespace HuskyFhir.Resources.Types.Keys;

/// <summary>A searchable string, in the part (usually the parameter) that it is found by.</summary>
/// <param name="Part">Such as <c>family</c>.</param>
/// <param name="Value">As in the resource.</param>
internal readonly record struct StringKey(string Part, string Value);

/// <summary>A searchable token.</summary>
/// <param name="Part">Such as <c>identifier</c>.</param>
/// <param name="System">Null when the element has none.</param>
/// <param name="Code">Code, identifier value, or contact value.</param>
internal readonly record struct TokenKey(string Part, string? System, string Code);

/// <summary>A searchable reference.</summary>
/// <param name="Part">Such as <c>general-practitioner</c>.</param>
/// <param name="Type">Null when neither the reference nor its type says.</param>
/// <param name="Id">Id of a resource here.</param>
/// <param name="Url">Anything else that the reference says.</param>
internal readonly record struct ReferenceKey(string Part, string? Type, Guid? Id, string? Url);

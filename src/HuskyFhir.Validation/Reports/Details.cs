namespace HuskyFhir.Validation.Reports;

/// <summary>
/// The stable codes of <c>issue.details</c>: programs may act on them, so a code is never renamed or reused.
/// </summary>
public static class Details
{
    /// <summary>The body has no content.</summary>
    public const string BodyEmpty = "body-empty";

    /// <summary>The body starts with a byte order mark, which JSON forbids.</summary>
    public const string ByteOrderMark = "byte-order-mark";

    /// <summary>The body is not UTF-8.</summary>
    public const string NotUtf8 = "not-utf8";

    /// <summary>The body is not JSON.</summary>
    public const string JsonSyntax = "json-syntax";

    /// <summary>The body ends before its JSON does.</summary>
    public const string JsonTruncated = "json-truncated";

    /// <summary>More than one JSON value in the body.</summary>
    public const string JsonTrailing = "json-trailing-content";

    /// <summary>Objects and arrays nest deeper than the limit.</summary>
    public const string JsonDepth = "json-too-deep";

    /// <summary>A property appears twice in one object.</summary>
    public const string DuplicateProperty = "duplicate-property";

    /// <summary>The body is not an object with a resourceType.</summary>
    public const string NotAResource = "not-a-resource";

    /// <summary>R4 has no such resource type, or it is abstract.</summary>
    public const string UnknownType = "unknown-resource-type";

    /// <summary>The type has no such element.</summary>
    public const string UnknownElement = "unknown-element";

    /// <summary>Another JSON kind was expected: object, array, string, number or boolean.</summary>
    public const string WrongJsonType = "wrong-json-type";

    /// <summary>An empty object or array, a null, or an element that has nothing but an id (ele-1).</summary>
    public const string EmptyElement = "empty-element";

    /// <summary>Two values for an element that may have one type only.</summary>
    public const string ChoiceConflict = "choice-conflict";

    /// <summary>The arrays of a primitive and of its <c>_</c> twin do not match.</summary>
    public const string ArrayMismatch = "array-mismatch";

    /// <summary>A mandatory element is missing.</summary>
    public const string MissingElement = "missing-element";

    /// <summary>A primitive value does not have its type's form.</summary>
    public const string BadPrimitive = "bad-primitive";

    /// <summary>A string of nothing but white space.</summary>
    public const string BlankString = "blank-string";

    /// <summary>
    /// A control character other than tab, line feed and carriage return, or half of a surrogate pair.
    /// </summary>
    public const string ControlCharacter = "control-character";

    /// <summary>A leap second, which no clock of the service could hold.</summary>
    public const string LeapSecond = "leap-second";

    /// <summary>A decimal that cannot be kept exactly.</summary>
    public const string DecimalPrecision = "decimal-precision";

    /// <summary>A code outside a required value set.</summary>
    public const string CodeNotInValueSet = "code-not-in-value-set";

    /// <summary>A contained resource contains another (dom-2).</summary>
    public const string ContainedNested = "contained-nested";

    /// <summary>XML that is well-formed and no FHIR: namespaces, order, attributes, text.</summary>
    public const string XmlStructure = "xml-structure";

    /// <summary>XML elements nest deeper than the limit.</summary>
    public const string XmlTooDeep = "xml-too-deep";

    /// <summary>The narrative is not well-formed XHTML.</summary>
    public const string NarrativeMalformed = "narrative-malformed";

    /// <summary>The narrative holds an element, attribute or link that R4 does not allow.</summary>
    public const string NarrativeForbidden = "narrative-forbidden";

    /// <summary>The SDK could not read what looked right to us.</summary>
    public const string Unreadable = "unreadable";

    /// <summary>There are more issues than are told at once.</summary>
    public const string MoreIssues = "more-issues";

    /// <summary>
    /// A contained resource without an id, unreferenced, or with metadata that only a whole resource has.
    /// </summary>
    public const string ContainedRule = "contained-rule";

    /// <summary>A reference that is no URL of any form, or points to nothing in this resource.</summary>
    public const string ReferenceUnresolved = "reference-unresolved";

    /// <summary>An extension URL that is not absolute.</summary>
    public const string ExtensionUrl = "extension-url";

    /// <summary>An extension with both a value and extensions, or neither (ext-1).</summary>
    public const string ExtensionContent = "extension-content";
}

namespace HuskyFhir.Validation.Rules;

/// <summary>
/// The kinds of rules that the engine checks. <see cref="SeverityPolicy"/> says what breaking each one means.
/// </summary>
public enum RuleKind
{
    /// <summary>Fewer values than a profile demands.</summary>
    TooFew,

    /// <summary>More values than a profile allows.</summary>
    TooMany,

    /// <summary>A type of a choice that a profile excludes.</summary>
    Type,

    /// <summary>A value other than the fixed one or the pattern.</summary>
    FixedValue,

    /// <summary>A value below the least, above the greatest, or longer than allowed.</summary>
    Range,

    /// <summary>A code outside a required value set.</summary>
    RequiredCode,

    /// <summary>A code of a required value set that is not loaded, or not with this code's system.</summary>
    RequiredCodeUnknown,

    /// <summary>A code outside an extensible value set.</summary>
    ExtensibleCode,

    /// <summary>A code of an extensible value set that is not loaded, or not with this code's system.</summary>
    ExtensibleCodeUnknown,

    /// <summary>A code outside a value set that R4 itself binds as extensible.</summary>
    BaseExtensibleCode,

    /// <summary>A code of such a value set that is not loaded, or not with this code's system.</summary>
    BaseExtensibleCodeUnknown,

    /// <summary>A code outside a preferred value set.</summary>
    PreferredCode,

    /// <summary>A value of no slice in a closed slicing, or slices out of order.</summary>
    Slicing,

    /// <summary>A reference to a type that the element may not point to.</summary>
    ReferenceTarget,

    /// <summary>A reference that points to nothing in the resource, or is no reference at all.</summary>
    ReferenceForm,

    /// <summary>An invariant of R4 or a constraint of a profile.</summary>
    Invariant,

    /// <summary>A constraint that its author made a warning.</summary>
    InvariantWarning,

    /// <summary>
    /// A constraint that asks for what nobody here can answer, such as a value set that is not loaded.
    /// </summary>
    ConstraintUnknown,

    /// <summary>A good practice, such as a narrative (dom-6).</summary>
    GoodPractice,

    /// <summary>Rules of contained resources (dom-2 to dom-5).</summary>
    Contained,

    /// <summary>An extension whose URL is not absolute, or whose content breaks ext-1.</summary>
    ExtensionForm,

    /// <summary>A known extension where its definition does not allow it.</summary>
    ExtensionContext,

    /// <summary>A modifier extension among the plain ones, or the other way round.</summary>
    ExtensionModifier,

    /// <summary>An extension that is not loaded.</summary>
    ExtensionUnknown,

    /// <summary>A modifier extension that is not loaded: what it changes in the meaning cannot be known.</summary>
    ModifierUnknown,

    /// <summary>An extension under R4's own address that R4 does not define.</summary>
    CoreExtensionUnknown,

    /// <summary>A part of a complex extension that its definition does not have.</summary>
    ExtensionPart,

    /// <summary>A code that its own system, which is loaded whole, does not have.</summary>
    SystemCode,

    /// <summary>The same for a system of terminology.hl7.org, which grows between the versions of FHIR.</summary>
    GrowingSystemCode,

    /// <summary>A profile of a value or of a reference's target that is demanded and not loaded.</summary>
    DemandUnknown,

    /// <summary>A target of which a profile is demanded, and which is not at hand.</summary>
    TargetUnchecked,

    /// <summary>A canonical that is neither absolute nor a fragment.</summary>
    CanonicalForm,

    /// <summary>An id of an element with white space in it.</summary>
    ElementId,

    /// <summary>A <c>fullUrl</c> that is not absolute, or speaks of another resource than its entry's.</summary>
    FullUrl,

    /// <summary>
    /// A reference that a document or message must resolve within, and does not, or not to one entry.
    /// </summary>
    BundleReference,

    /// <summary>
    /// An answer that its Questionnaire does not allow, or one that it demands and that is not there.
    /// </summary>
    Answer,

    /// <summary>The Questionnaire of answers is not loaded.</summary>
    QuestionnaireUnknown,

    /// <summary>A profile that is claimed or asked for and not loaded.</summary>
    ProfileUnknown,

    /// <summary>A profile that is claimed for a type that it does not constrain.</summary>
    ProfileMismatch,

    /// <summary>A profile that is loaded but cannot be used.</summary>
    ProfileBroken,

    /// <summary>The check would cost more than its budget.</summary>
    TooCostly,
}

namespace HuskyFhir.X12.Enrolment.Model;

/// <summary>REF: an identifier and what kind it is.</summary>
/// <param name="Qualifier">REF01, such as <c>0F</c> subscriber, <c>3H</c> case, <c>23</c> client.</param>
/// <param name="Value">REF02.</param>
public sealed record Reference(string Qualifier, string Value);

/// <summary>DTP: a day or a range of days, and what happens then.</summary>
/// <param name="Qualifier">DTP01, such as <c>356</c>.</param>
/// <param name="From">The day, or the first.</param>
/// <param name="To">The last day of a range; null for a single day.</param>
public sealed record QualifiedDate(string Qualifier, DateOnly From, DateOnly? To = null);

/// <summary>AMT: an amount of money.</summary>
/// <param name="Qualifier">AMT01.</param>
/// <param name="Value">AMT02.</param>
public sealed record Amount(string Qualifier, decimal Value);

/// <summary>NM1: a name, and maybe an identifier.</summary>
/// <param name="Entity">NM101: whose name it is, such as <c>IL</c> or <c>P3</c>.</param>
/// <param name="IsPerson">NM102: a person, or else an organisation.</param>
/// <param name="Last">NM103: last name, or the organisation's.</param>
/// <param name="First">NM104.</param>
/// <param name="Middle">NM105.</param>
/// <param name="Prefix">NM106.</param>
/// <param name="Suffix">NM107.</param>
/// <param name="IdQualifier">NM108, such as <c>34</c> or <c>XX</c>.</param>
/// <param name="Id">NM109.</param>
/// <param name="Relationship">NM110, for providers: <c>25</c>, <c>26</c> or <c>72</c>.</param>
public sealed record PartyName(
    string Entity,
    bool IsPerson,
    string? Last,
    string? First = null,
    string? Middle = null,
    string? Prefix = null,
    string? Suffix = null,
    string? IdQualifier = null,
    string? Id = null,
    string? Relationship = null
);

/// <summary>One number of a PER.</summary>
/// <param name="Qualifier">Such as <c>HP</c>, <c>CP</c>, <c>EM</c>.</param>
/// <param name="Value">The number, or an e-mail address.</param>
public sealed record ContactNumber(string Qualifier, string Value);

/// <summary>PER: up to three numbers.</summary>
/// <param name="Function">PER01.</param>
/// <param name="Name">PER02.</param>
/// <param name="Numbers">PER03 to PER08.</param>
public sealed record Contact(string Function, string? Name, IReadOnlyList<ContactNumber> Numbers);

/// <summary>N3 and N4.</summary>
/// <param name="Lines">N301 and N302; none where there is no N3.</param>
/// <param name="City">N401; null where there is no N4.</param>
/// <param name="State">N402.</param>
/// <param name="PostalCode">N403.</param>
/// <param name="Country">N404.</param>
/// <param name="LocationQualifier">N405: <c>CY</c> county, <c>60</c> area.</param>
/// <param name="Location">N406.</param>
/// <param name="Subdivision">N407.</param>
public sealed record PostalAddress(
    IReadOnlyList<string> Lines,
    string? City,
    string? State = null,
    string? PostalCode = null,
    string? Country = null,
    string? LocationQualifier = null,
    string? Location = null,
    string? Subdivision = null
);

/// <summary>DMG.</summary>
/// <param name="BirthDate">DMG02.</param>
/// <param name="Gender">DMG03: <c>F</c>, <c>M</c> or <c>U</c>.</param>
/// <param name="MaritalStatus">DMG04.</param>
/// <param name="Races">DMG05, race and ethnicity, as often as it is repeated.</param>
/// <param name="Citizenship">DMG06.</param>
/// <param name="CollectionQualifier">DMG10.</param>
/// <param name="Collection">DMG11.</param>
public sealed record Demographics(
    DateOnly? BirthDate,
    string? Gender,
    string? MaritalStatus,
    IReadOnlyList<Race> Races,
    string? Citizenship = null,
    string? CollectionQualifier = null,
    string? Collection = null
);

/// <summary>A repetition of DMG05.</summary>
/// <param name="Code">Its first component: a code of X12.</param>
/// <param name="Qualifier">Its second: <c>RET</c> where a third follows.</param>
/// <param name="Detail">Its third: a code of the list that the qualifier names.</param>
public sealed record Race(string? Code, string? Qualifier = null, string? Detail = null);

/// <summary>
/// A name with its numbers, its address and, for members, demographics: loops 2100A to 2100H, 2310 and 2330.
/// </summary>
/// <param name="Name">NM1.</param>
/// <param name="Contacts">PER.</param>
/// <param name="Address">N3 and N4.</param>
public sealed record Party(PartyName Name, IReadOnlyList<Contact> Contacts, PostalAddress? Address)
{
    /// <summary>A name by itself.</summary>
    public Party(PartyName name)
        : this(name, [], null) { }
}

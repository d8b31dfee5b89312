namespace HuskyFhir.X12.Enrolment.Structure;

/// <summary>What a segment is to the model, whichever loop it stands in.</summary>
internal enum Slot
{
    Beginning,
    Total,
    Organization,
    Account,
    Detail,
    Reference,
    Date,
    Name,
    Contact,
    Street,
    City,
    Demographics,
    EmploymentClass,
    Income,
    Amount,
    Health,
    Language,
    Disability,
    Coverage,
    Card,
    Number,
    ProviderChange,
    Benefits,
    CategoriesStart,
    CategoriesEnd,
}

/// <summary>Slots by segment identifier.</summary>
internal static class Slots
{
    public static Slot Of(string segment) =>
        segment switch
        {
            "BGN" => Slot.Beginning,
            "QTY" => Slot.Total,
            "N1" => Slot.Organization,
            "ACT" => Slot.Account,
            "INS" => Slot.Detail,
            "REF" => Slot.Reference,
            "DTP" => Slot.Date,
            "NM1" => Slot.Name,
            "PER" => Slot.Contact,
            "N3" => Slot.Street,
            "N4" => Slot.City,
            "DMG" => Slot.Demographics,
            "EC" => Slot.EmploymentClass,
            "ICM" => Slot.Income,
            "AMT" => Slot.Amount,
            "HLH" => Slot.Health,
            "LUI" => Slot.Language,
            "DSB" => Slot.Disability,
            "HD" => Slot.Coverage,
            "IDC" => Slot.Card,
            "LX" => Slot.Number,
            "PLA" => Slot.ProviderChange,
            "COB" => Slot.Benefits,
            "LS" => Slot.CategoriesStart,
            "LE" => Slot.CategoriesEnd,
            _ => throw new ArgumentOutOfRangeException(nameof(segment), segment, "No segment of the guide."),
        };
}

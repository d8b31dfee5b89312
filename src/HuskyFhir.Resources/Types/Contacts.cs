using Hl7.Fhir.Model;
using HuskyFhir.Core.Search;
using HuskyFhir.Resources.Types.Keys;

namespace HuskyFhir.Resources.Types;

/// <summary>The searches on names, telecoms and addresses that R4 gives to every kind of person and place.</summary>
internal static class Contacts
{
    /// <summary><c>name</c>, <c>family</c>, <c>given</c>.</summary>
    public static FhirTypeBuilder<T> Names<T>(this FhirTypeBuilder<T> type, Func<T, IEnumerable<HumanName>> of)
        where T : Resource, new()
    {
        var root = new T().TypeName;
        return type.Text(
                "family",
                $"{root}.name.family",
                "A family name, present or former.",
                resource => of(resource).Select(static name => name.Family)
            )
            .Text(
                "given",
                $"{root}.name.given",
                "A given name, first or middle.",
                resource => of(resource).SelectMany(static name => name.Given)
            )
            .TextPart("prefix", resource => of(resource).SelectMany(static name => name.Prefix))
            .TextPart("suffix", resource => of(resource).SelectMany(static name => name.Suffix))
            .TextPart("name-text", resource => of(resource).Select(static name => name.Text))
            .TextOver(
                "name",
                $"{root}.name",
                "Any part of a name.",
                "family",
                "given",
                "prefix",
                "suffix",
                "name-text"
            );
    }

    /// <summary><c>phone</c>, <c>email</c>, <c>telecom</c>.</summary>
    public static FhirTypeBuilder<T> Telecoms<T>(this FhirTypeBuilder<T> type, Func<T, IEnumerable<ContactPoint>> of)
        where T : Resource, new()
    {
        var root = new T().TypeName;
        return type.Token(
                "phone",
                $"{root}.telecom.where(system='phone')",
                "A telephone number, however it is written.",
                With(of, static system => system is ContactPoint.ContactPointSystem.Phone),
                TokenForm.Plain,
                Tokens.Contact
            )
            .Token(
                "email",
                $"{root}.telecom.where(system='email')",
                "An e-mail address, without regard to case.",
                With(of, static system => system is ContactPoint.ContactPointSystem.Email),
                TokenForm.Plain,
                Tokens.Contact
            )
            .TokenPart(
                "other-telecom",
                With(
                    of,
                    static system =>
                        system is not (ContactPoint.ContactPointSystem.Phone or ContactPoint.ContactPointSystem.Email)
                )
            )
            .TokenOver(
                "telecom",
                $"{root}.telecom",
                "Any telephone number, e-mail address or other contact.",
                Tokens.Contact,
                "phone",
                "email",
                "other-telecom"
            );
    }

    /// <summary><c>address</c> and its parts.</summary>
    public static FhirTypeBuilder<T> Addresses<T>(this FhirTypeBuilder<T> type, Func<T, IEnumerable<Address>> of)
        where T : Resource, new()
    {
        var root = new T().TypeName;
        return type.Text(
                "address-city",
                $"{root}.address.city",
                "A town or city.",
                resource => of(resource).Select(static address => address.City)
            )
            .Text(
                "address-state",
                $"{root}.address.state",
                "A state.",
                resource => of(resource).Select(static address => address.State)
            )
            .Text(
                "address-postalcode",
                $"{root}.address.postalCode",
                "A ZIP code.",
                resource => of(resource).Select(static address => address.PostalCode)
            )
            .Text(
                "address-country",
                $"{root}.address.country",
                "A country.",
                resource => of(resource).Select(static address => address.Country)
            )
            .TextPart("address-line", resource => of(resource).SelectMany(static address => address.Line))
            .TextPart("address-district", resource => of(resource).Select(static address => address.District))
            .TextPart("address-text", resource => of(resource).Select(static address => address.Text))
            .TextOver(
                "address",
                $"{root}.address",
                "Any part of an address.",
                "address-line",
                "address-city",
                "address-district",
                "address-state",
                "address-postalcode",
                "address-country",
                "address-text"
            )
            .Token(
                "address-use",
                $"{root}.address.use",
                "The use of an address, such as home or old.",
                resource => of(resource).SelectMany(static address => Tokens.Of(address.UseElement)),
                TokenForm.Code
            );
    }

    private static Func<T, IEnumerable<Tokens.Pair>> With<T>(
        Func<T, IEnumerable<ContactPoint>> of,
        Func<ContactPoint.ContactPointSystem?, bool> wanted
    ) => resource => of(resource).Where(contact => wanted(contact.System)).SelectMany(Tokens.Of);
}

using System.Security.Cryptography;
using System.Text;
using Hl7.Fhir.Model;
using HuskyFhir.Core.Time;
using HuskyFhir.Resources.Types;
using HuskyFhir.Resources.Types.Narratives;

namespace HuskyFhir.Plan.Notices.Outbox;

/// <summary>
/// Where a letter goes. An address for confidential communication goes before every other, always (45 CFR
/// 164.522(b)): where it cannot be used, the letter goes nowhere rather than home.
/// </summary>
public abstract record LetterRoute
{
    /// <summary>By mail.</summary>
    /// <param name="Lines">As they are printed.</param>
    public sealed record Mail(IReadOnlyList<string> Lines) : LetterRoute;

    /// <summary>By e-mail, which a member asked for in so many words.</summary>
    /// <param name="Address">To which.</param>
    public sealed record Email(string Address) : LetterRoute;

    /// <summary>Nowhere.</summary>
    /// <param name="Reason">Why, and what to do; without the address.</param>
    public sealed record None(string Reason) : LetterRoute;

    /// <summary>Tells two routes apart without telling an address.</summary>
    /// <param name="letter">Which letter, so that the same address looks different in each.</param>
    internal string Mark(Guid letter) =>
        Convert.ToHexStringLower(
            SHA256.HashData(
                Encoding.UTF8.GetBytes(
                    this switch
                    {
                        Mail mail => $"{letter:N}\n{string.Join('\n', mail.Lines)}",
                        Email email => $"{letter:N}\n{email.Address}",
                        _ => string.Empty,
                    }
                )
            )
        );

    /// <summary>The route to a recipient.</summary>
    /// <param name="to">As the record has it now; null where it is not here.</param>
    /// <param name="hasEmail">Whether letters can be sent by e-mail at all.</param>
    /// <param name="now">For addresses that hold for a time.</param>
    internal static LetterRoute Of(Resource? to, bool hasEmail, DateTimeOffset now)
    {
        var (name, addresses, contacts) = to switch
        {
            Patient member => ((string?)Words.Of(member.Name), member.Address, member.Telecom),
            RelatedPerson other => (Words.Of(other.Name), other.Address, other.Telecom),
            Organization organization => ((string?)organization.Name, organization.Address, organization.Telecom),
            _ => ((string?)null, new List<Address>(), new List<ContactPoint>()),
        };
        if (name is null)
            return new None("The recipient has no record here, or no name in it.");
        var open = addresses.Where(each => each.Use != Address.AddressUse.Old && Holds(each.Period, now)).ToList();
        if (open.Find(ConfidentialElements.IsLabelled) is { } confidential)
            return (LetterRoute?)Printed(name, confidential)
                ?? new None(
                    "The address for confidential communication is not whole: it needs line, city, state and ZIP code."
                );
        if (
            contacts.Find(each =>
                each.System == ContactPoint.ContactPointSystem.Email
                && Holds(each.Period, now)
                && ConfidentialElements.IsLabelled(each)
            ) is
            { Value: { Length: > 0 } email }
        )
            return hasEmail
                ? new Email(email)
                : new None(
                    "The member is reached by an e-mail address for confidential communication, and "
                        + "Letters:Email is not set; nothing goes to another address."
                );
        return open.OrderByDescending(static each => each.Type == Address.AddressType.Postal)
                .Select<Address, LetterRoute?>(each => Printed(name, each))
                .FirstOrDefault(static lines => lines is not null)
            ?? new None("No address is whole: it needs line, city, state and ZIP code.");
    }

    private static Mail? Printed(string name, Address address)
    {
        var lines = address.Line.Where(static line => !string.IsNullOrWhiteSpace(line)).ToList();
        return
            lines.Count > 0
            && !string.IsNullOrWhiteSpace(address.City)
            && !string.IsNullOrWhiteSpace(address.State)
            && !string.IsNullOrWhiteSpace(address.PostalCode)
            ? new Mail([name, .. lines.OfType<string>(), $"{address.City}, {address.State} {address.PostalCode}"])
            : null;
    }

    private static bool Holds(Period? period, DateTimeOffset now) =>
        Interval.Of(period) is not { } span || (span.Low <= now.UtcTicks && now.UtcTicks < span.High);
}

using HuskyFhir.Core.Search;

namespace HuskyFhir.Core.Access;

/// <summary>
/// One thing that a grant demands of a row; <see cref="Grant.Parts"/> lists all of them. The list of kinds is closed,
/// and each form in which a query needs a grant is an <see cref="IGrantForm{T}"/>: a new kind does not compile until
/// every form says what it means there.
/// </summary>
public abstract record GrantPart
{
    private protected GrantPart() { }

    /// <summary>What the part is in a form.</summary>
    public abstract T In<T>(IGrantForm<T> form);

    /// <summary>The row belongs to a member who is attributed to the organisation at the moment of the query.</summary>
    public sealed record AttributedTo(Guid Organization) : GrantPart
    {
        /// <inheritdoc />
        public override T In<T>(IGrantForm<T> form) => form.AttributedTo(this);
    }

    /// <summary>The row belongs to this one member.</summary>
    public sealed record OfMember(Guid Member) : GrantPart
    {
        /// <inheritdoc />
        public override T In<T>(IGrantForm<T> form) => form.OfMember(this);
    }

    /// <summary>The organisation manages the row, such as its panel.</summary>
    public sealed record ManagedBy(Guid Organization) : GrantPart
    {
        /// <inheritdoc />
        public override T In<T>(IGrantForm<T> form) => form.ManagedBy(this);
    }

    /// <summary>
    /// The row has none of the restrictions; what is sensitive may have been opened by the member's consent.
    /// </summary>
    /// <param name="Closed">The restrictions.</param>
    /// <param name="Opener">The organisation to which consents may open; null where none does.</param>
    /// <param name="Purpose">For which purpose.</param>
    public sealed record Without(Restriction Closed, Guid? Opener, string Purpose) : GrantPart
    {
        /// <inheritdoc />
        public override T In<T>(IGrantForm<T> form) => form.Without(this);
    }

    /// <summary>The row has one of the restrictions, and is not the plan's alone; or it belongs to a hearing.</summary>
    /// <param name="Only">The restrictions.</param>
    /// <param name="Hearings">Whether what belongs to a hearing is covered, too.</param>
    public sealed record OnlyWith(Restriction Only, bool Hearings) : GrantPart
    {
        /// <inheritdoc />
        public override T In<T>(IGrantForm<T> form) => form.OnlyWith(this);
    }

    /// <summary>No consent of the member denies the row to the organisation.</summary>
    public sealed record NotDenied(Guid Organization, string Purpose) : GrantPart
    {
        /// <inheritdoc />
        public override T In<T>(IGrantForm<T> form) => form.NotDenied(this);
    }

    /// <summary>The caller may see everything that the row is about, or is part of.</summary>
    public sealed record WithWhatItIsAbout : GrantPart
    {
        /// <inheritdoc />
        public override T In<T>(IGrantForm<T> form) => form.WithWhatItIsAbout(this);
    }

    /// <summary>The row meets one of the searches to which the token's scopes hold its type.</summary>
    public sealed record Within(IReadOnlyList<IReadOnlyList<SearchCondition>> Searches) : GrantPart
    {
        /// <inheritdoc />
        public override T In<T>(IGrantForm<T> form) => form.Within(this);
    }

    /// <summary>Elements for the plan alone are left out of what is shown, and are found by nobody.</summary>
    public sealed record Masked : GrantPart
    {
        /// <inheritdoc />
        public override T In<T>(IGrantForm<T> form) => form.Masked(this);
    }
}

/// <summary>A form in which a query needs a grant; it says of each part what it is there.</summary>
/// <typeparam name="T">A condition, or null where the form cannot express the part.</typeparam>
public interface IGrantForm<out T>
{
    /// <inheritdoc cref="GrantPart.AttributedTo" />
    T AttributedTo(GrantPart.AttributedTo part);

    /// <inheritdoc cref="GrantPart.OfMember" />
    T OfMember(GrantPart.OfMember part);

    /// <inheritdoc cref="GrantPart.ManagedBy" />
    T ManagedBy(GrantPart.ManagedBy part);

    /// <inheritdoc cref="GrantPart.Without" />
    T Without(GrantPart.Without part);

    /// <inheritdoc cref="GrantPart.OnlyWith" />
    T OnlyWith(GrantPart.OnlyWith part);

    /// <inheritdoc cref="GrantPart.NotDenied" />
    T NotDenied(GrantPart.NotDenied part);

    /// <inheritdoc cref="GrantPart.WithWhatItIsAbout" />
    T WithWhatItIsAbout(GrantPart.WithWhatItIsAbout part);

    /// <inheritdoc cref="GrantPart.Within" />
    T Within(GrantPart.Within part);

    /// <inheritdoc cref="GrantPart.Masked" />
    T Masked(GrantPart.Masked part);
}

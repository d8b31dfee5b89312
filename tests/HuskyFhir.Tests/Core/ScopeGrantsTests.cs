using CsCheck;
using HuskyFhir.Core.Access;

namespace HuskyFhir.Tests.Core;

/// <summary>
/// What of the requested scopes is granted: never more than was asked for, and never more than is allowed.
/// </summary>
public sealed class ScopeGrantsTests
{
    [Theory]
    [InlineData("system/Patient.rs", "system/Patient.rs", "system/Patient.rs")]
    [InlineData("system/Patient.rs", "system/*.cruds", "system/Patient.rs")]
    [InlineData("system/Patient.cruds", "system/*.rs", "system/Patient.rs")]
    [InlineData("system/*.cruds", "system/Patient.rs system/Task.cruds", "system/Patient.rs system/Task.cruds")]
    [InlineData("system/*.rs", "system/*.rs system/Task.cruds", "system/*.rs")]
    [InlineData("system/Patient.r system/Patient.rs", "system/*.cruds", "system/Patient.rs")]
    [InlineData("system/Patient.rs system/Coverage.rs", "system/Patient.rs", "system/Patient.rs")]
    [InlineData("system/Patient.read", "system/*.cruds", "system/Patient.read")]
    [InlineData("system/Patient.write", "system/*.rs", "")]
    [InlineData("system/Patient.*", "system/Patient.rs", "system/Patient.rs")]
    [InlineData("system/*.*", "system/*.read", "system/*.rs")]
    [InlineData("system/Patient.rs", "system/Patient.read", "system/Patient.rs")]
    [InlineData("system/Patient.c", "system/Patient.rs", "")]
    [InlineData("system/Observation.rs?category=a", "system/Observation.rs", "system/Observation.rs?category=a")]
    [InlineData("system/Observation.rs", "system/Observation.rs?category=a", "system/Observation.rs?category=a")]
    [InlineData("system/*.rs", "system/Observation.rs?category=a", "system/Observation.rs?category=a")]
    [InlineData("system/Observation.rs?category=a", "system/Observation.rs?category=b", "")]
    [InlineData(
        "system/Observation.rs?category=a&status=final",
        "system/Observation.rs?category=a",
        "system/Observation.rs?category=a&status=final"
    )]
    [InlineData(
        "system/Observation.rs?status=final&category=a",
        "system/Observation.rs?category=a&status=final",
        "system/Observation.rs?status=final&category=a"
    )]
    [InlineData("system/Observation.cruds?category=a", "system/*.rs", "system/Observation.rs?category=a")]
    [InlineData(
        "system/Observation.rs?category=http://terminology.hl7.org/CodeSystem/observation-category|laboratory",
        "system/*.rs",
        "system/Observation.rs?category=http://terminology.hl7.org/CodeSystem/observation-category|laboratory"
    )]
    [InlineData("patient/*.rs user/*.rs launch openid", "system/*.cruds", "")]
    [InlineData("system/Patient.sr", "system/*.cruds", "")]
    [InlineData("system/Patient.rr", "system/*.cruds", "")]
    [InlineData("system/Patient.", "system/*.cruds", "")]
    [InlineData("system/patient.rs", "system/*.cruds", "")]
    [InlineData("system/.rs", "system/*.cruds", "")]
    [InlineData("system/Patient.read?category=a", "system/*.cruds", "")]
    [InlineData("system/Patient.rs?", "system/*.cruds", "")]
    [InlineData("system/Patient.rs?=a", "system/*.cruds", "")]
    [InlineData("system/jobs.r", "system/*.cruds", "")]
    [InlineData("system/*.cruds", "system/jobs.r", "")]
    [InlineData("system/jobs.r", "system/jobs.r", "system/jobs.r")]
    [InlineData("system/*.rs system/jobs.r", "system/*.rs system/jobs.r", "system/*.rs system/jobs.r")]
    [InlineData("system/jobs.cruds", "system/jobs.r", "")]
    [InlineData("system/jobs.r?a=b", "system/jobs.r", "")]
    [InlineData("", "system/*.cruds", "")]
    [InlineData(null, "system/*.cruds", "")]
    [InlineData("system/Patient.rs", "", "")]
    public void Requested_WithinAllowed_IsTheIntersection(string? requested, string allowed, string granted) =>
        Assert.Equal(
            granted,
            string.Join(' ', ScopeGrants.Of(requested, allowed.Split(' ', StringSplitOptions.RemoveEmptyEntries)))
        );

    [Fact]
    public void Granted_AsASet_IsWithinBoth()
    {
        string[] types = ["*", "Patient", "Task"],
            verbs = ["cruds", "rs", "r", "cu", "s", "read", "write", "*"];
        var scope = Gen.Select(
            Gen.Int[0, types.Length - 1],
            Gen.Int[0, verbs.Length - 1],
            (type, verb) => $"system/{types[type]}.{verbs[verb]}"
        );
        Gen.Select(scope.Array[0, 4], scope.Array[0, 4])
            .Sample(
                static (asked, allowed) =>
                {
                    var granted = ScopeSet.Parse(string.Join(' ', ScopeGrants.Of(string.Join(' ', asked), allowed)));
                    var (one, other) = (
                        ScopeSet.Parse(string.Join(' ', asked)),
                        ScopeSet.Parse(string.Join(' ', allowed))
                    );
                    return ((string[])["Patient", "Task", "Coverage"]).All(type =>
                        Enum.GetValues<Interaction>()
                            .All(interaction =>
                                granted.Allows(interaction, type)
                                == (one.Allows(interaction, type) && other.Allows(interaction, type))
                            )
                    );
                }
            );
    }

    [Theory]
    [InlineData("BTG", "BTG")]
    [InlineData("urn:oid:2.16.840.1.113883.5.8#TREAT", "TREAT")]
    [InlineData("urn:oid:1.2.3#TREAT", null)]
    [InlineData("btg", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void Purpose_InEitherForm_IsACodeOrNothing(string? text, string? code) =>
        Assert.Equal(code, PurposeOfUse.Read(text));
}

namespace HuskyFhir.Plan.Requests.Kinds;

/// <summary>
/// What follows from a filing or a move, to be done in the same transaction or by a job that it starts.
/// </summary>
public enum RequestEffect
{
    /// <summary>Tell the requester that it arrived.</summary>
    SendAcknowledgement,

    /// <summary>Ask the requester for what is missing.</summary>
    AskForInformation,

    /// <summary>Ask the provider for the member's written authorisation.</summary>
    AskForAuthorization,

    /// <summary>Tell the reason of an extension and the new date.</summary>
    SendExtensionNotice,

    /// <summary>Tell the time and place of a hearing.</summary>
    SendHearingNotice,

    /// <summary>Tell the decision, with the reason and the rights that remain.</summary>
    SendDecisionNotice,

    /// <summary>Tell the refusal, with its ground and the way to complain.</summary>
    SendRefusalNotice,

    /// <summary>Confirm that it was taken back.</summary>
    ConfirmWithdrawal,

    /// <summary>Tell that it was dismissed, and how to have that undone.</summary>
    SendDismissalNotice,

    /// <summary>Tell that it goes on as an ordinary appeal.</summary>
    SendExpediteDenial,

    /// <summary>Tell the next level: the hearing or the external review.</summary>
    OfferNextLevel,

    /// <summary>Issue the decision that replaces the one appealed.</summary>
    ReviseDecision,

    /// <summary>Let benefits go on while the appeal is open.</summary>
    ContinueBenefits,

    /// <summary>Give benefits again, as the law demands.</summary>
    ReinstateBenefits,

    /// <summary>Let staff decide whether benefits are given again, as the law allows.</summary>
    ConsiderReinstatement,

    /// <summary>End what was continued while the appeal was open.</summary>
    EndContinuedBenefits,

    /// <summary>Keep the matter from the organisation that it is about.</summary>
    HideFromSubject,

    /// <summary>Produce the records and hand them over.</summary>
    HandOverRecords,

    /// <summary>Offer the review of a refusal that is open to one.</summary>
    OfferReviewOfRefusal,

    /// <summary>Return the data that was asked for.</summary>
    ReturnData,

    /// <summary>Link the correction to what it corrects.</summary>
    LinkAmendment,

    /// <summary>Inform those whom the member names and those who rely on the record.</summary>
    InformNamedPersons,

    /// <summary>Offer the member to put a disagreement on record.</summary>
    OfferDisagreement,

    /// <summary>Put the statement of disagreement with the record, for every later disclosure.</summary>
    AttachDisagreement,

    /// <summary>Let the restriction take effect in the policy.</summary>
    StartRestriction,

    /// <summary>Build the list of disclosures.</summary>
    BuildAccounting,

    /// <summary>Let the other address take effect, masked for everyone else.</summary>
    StartConfidentialCommunication,

    /// <summary>End the old assignment and start the new one.</summary>
    AssignPcp,

    /// <summary>Send the answer, or tell what was arranged.</summary>
    SendAnswer,
}

using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using ThrottlingTools.Budgets;
using ThrottlingTools.Pipeline;
using ThrottlingTools.Profiles;

namespace ThrottlingTools.Commands;

/// <summary>Makes a profile from another one, with the parameter names of New-ThrottlingPolicy.</summary>
/// <remarks>
/// <para>
/// Every setting of the base profile's release is a parameter here, and so are the limits that no policy can set, such
/// as HangingConnectionLimit. What is not given stays as in the base, with its source. The new policy has scope Regular
/// unless another is given, as New-ThrottlingPolicy does it.
/// </para>
/// <para>
/// Exchange Online publishes no burst, recharge rate and cutoff. Give them, or take them from another profile with
/// -BorrowFrom; they are then marked as inferred, with low confidence.
/// </para>
/// </remarks>
/// <example>
/// <code>PS> New-EwsThrottlingProfile Migration Exchange2019 -EwsMaxConcurrency 54 -EwsCutoffBalance Unlimited</code>
/// <para>Makes a policy for a migration account: twice the default concurrency, never blocked outright.</para>
/// </example>
/// <example>
/// <code>PS> New-EwsThrottlingProfile Online -BasedOn ExchangeOnline -BorrowFrom Exchange2016</code>
/// <para>Makes a profile of Exchange Online that can be modelled, with the unpublished values of Exchange 2016.</para>
/// </example>
[Cmdlet(VerbsCommon.New, "EwsThrottlingProfile")]
[OutputType(typeof(ThrottlingProfile))]
[DynamicPolicyParameters]
public sealed class NewEwsThrottlingProfileCommand : EwsCmdlet, IDynamicParameters
{
    private static readonly string[] Protocols = Enum.GetNames(typeof(BudgetType));

    private readonly RuntimeDefinedParameterDictionary _settings = [];

    /// <summary>The new profile's name.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "";

    /// <summary>The profile to start from: a catalogue name, a profile, a policy file, or a policy object.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(ProfileNameCompleter))]
    public ProfileArgument BasedOn { get; set; } = null!;

    /// <summary>
    /// The profile from which values come that the base does not know, of EWS and the other mailbox protocols.
    /// </summary>
    [Parameter]
    [ArgumentCompleter(typeof(ProfileNameCompleter))]
    public ProfileArgument? BorrowFrom { get; set; }

    /// <inheritdoc/>
    public object GetDynamicParameters()
    {
        ExchangeRelease? release = BaseRelease();
        foreach (PolicyParameter parameter in PolicyParameterTable.All.Where(known => known.CanBeGiven(release)))
            _settings[parameter.Name] = PolicyParameterBinding.Create(parameter);
        return _settings;
    }

    /// <inheritdoc/>
    protected override void Process()
    {
        ProfileInput input = new(this);
        ThrottlingProfile basis = input.One(BasedOn.Value);
        Dictionary<string, ThrottlingSetting> changes = new(StringComparer.OrdinalIgnoreCase);
        foreach (ThrottlingSetting setting in Identity(basis).Concat(Borrowed(basis, input)).Concat(Given(basis)))
            changes[setting.Name] = setting;
        WriteObject(ProfileObject.Create(basis.With(Name, changes.Values)));
    }

    // While a command line is completed or bound, the base may not be there yet, or not be a profile at all: then every
    // parameter is offered, and Process says what is wrong.
    private ExchangeRelease? BaseRelease()
    {
        try
        {
            return BasedOn is null ? null : new ProfileInput(this).One(BasedOn.Value).Release;
        }
        catch (ThrottlingToolsException)
        {
            return null;
        }
    }

    private IEnumerable<ThrottlingSetting> Identity(ThrottlingProfile basis)
    {
        foreach (string key in new[] { "Name", "Identity", "Id" })
        {
            if (basis.Find(key) is { } setting)
                yield return Declare(setting.Name, Name);
        }
        if (basis.Find("ThrottlingPolicyScope") is { } scope)
            yield return Declare(scope.Name, ThrottlingPolicyScopeType.Regular);
        if (basis.Find("IsDefault") is { } isDefault)
            yield return Declare(isDefault.Name, false);
    }

    private IEnumerable<ThrottlingSetting> Borrowed(ThrottlingProfile basis, ProfileInput input)
    {
        if (BorrowFrom is null)
            return [];
        ThrottlingProfile lender = input.One(BorrowFrom.Value);
        return basis.Settings
            .Where(setting => !setting.IsKnown && setting.Parameter is { Kind: ParameterKind.Limit } known
                && Protocols.Contains(known.Component))
            .Select(setting => (setting, lent: lender.Find(setting.Name)))
            .Where(pair => pair.lent is { IsKnown: true })
            .Select(pair => new ThrottlingSetting(
                pair.setting.Name, pair.lent!.Value,
                new SettingSource(ValueSource.Inferred, Confidence.Low, $"borrowed from {lender.Name}"),
                pair.setting.Parameter));
    }

    private IEnumerable<ThrottlingSetting> Given(ThrottlingProfile basis) => _settings.Values
        .Where(parameter => parameter.IsSet)
        .Select(parameter =>
        {
            PolicyParameter known = PolicyParameterTable.Find(parameter.Name)!;
            if (!known.CanBeGiven(basis.Release))
                throw Errors.NotInRelease(known, basis.Release);
            object? value = PolicyParameterBinding.ValueOf(parameter);
            return Declare(
                basis.Find(known.Name)?.Name ?? known.Name,
                SettingConverter.Convert(known, known.Name, value, null));
        });

    private ThrottlingSetting Declare(string name, object? value) => new(
        name, value, SettingSource.Declared(MyInvocation.MyCommand.Name), PolicyParameterTable.Find(name));
}

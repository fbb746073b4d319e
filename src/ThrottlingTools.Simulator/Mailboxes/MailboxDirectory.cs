using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using ThrottlingTools.Budgets;
using ThrottlingTools.Profiles;
using ThrottlingTools.Simulator.Identity;
using ThrottlingTools.Simulator.Operations;
using ThrottlingTools.Simulator.Soap;
using ThrottlingTools.Timing;

namespace ThrottlingTools.Simulator.Mailboxes;

/// <summary>
/// The mailboxes, and how they are found: by address, alias, user principal name, SID or the start of a name.
/// </summary>
internal sealed class MailboxDirectory
{
    private const string Domain = "S-1-5-21-1004336348-1177238915-682003330-";
    private const int FirstRelativeId = 1100;

    private readonly List<SyntheticMailbox> _all;
    private readonly Dictionary<string, SyntheticMailbox> _byAddress;
    private readonly Dictionary<string, SyntheticMailbox> _byAlias = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<SyntheticMailbox, int> _numbers = [];

    public MailboxDirectory(SimulatorOptions options, IClock clock)
    {
        _all = new[] { options.MailboxAddress }.Concat(options.AdditionalMailboxes).Concat(options.NumberedMailboxes())
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .Select(address => new SyntheticMailbox(address, options.ItemCount, options.Seed, clock))
            .ToList();
        _byAddress = _all.ToDictionary(mailbox => mailbox.Address, StringComparer.OrdinalIgnoreCase);
        foreach (SyntheticMailbox mailbox in _all)
        {
            _numbers[mailbox] = _numbers.Count;
            if (!_byAlias.ContainsKey(AliasOf(mailbox)))
                _byAlias.Add(AliasOf(mailbox), mailbox);
        }
    }

    /// <summary>Every mailbox; the first is the one of callers who have none.</summary>
    public IReadOnlyList<SyntheticMailbox> All => _all;

    /// <summary>By SMTP address, which is the user principal name too.</summary>
    public SyntheticMailbox? Find(string address) =>
        _byAddress.TryGetValue(address, out SyntheticMailbox? mailbox) ? mailbox : null;

    public SyntheticMailbox? FindSid(string sid) =>
        sid.StartsWith(Domain, StringComparison.OrdinalIgnoreCase)
        && int.TryParse(
            sid.Substring(Domain.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int relativeId)
        && relativeId - FirstRelativeId is int index && index >= 0 && index < _all.Count
            ? _all[index]
            : null;

    /// <summary>The mailbox of a user name: an address, <c>DOMAIN\alias</c> or an alias.</summary>
    public SyntheticMailbox? FindAccount(string userName)
    {
        string name = userName.Substring(userName.IndexOf('\\') + 1);
        return Find(name) ?? (_byAlias.TryGetValue(name, out SyntheticMailbox? mailbox) ? mailbox : null);
    }

    /// <summary>In whose name a request is made, and who is charged.</summary>
    /// <exception cref="SoapFaultException">There is no such mailbox, or an application names none.</exception>
    public CallIdentity Identify(ExchangeRelease release, EwsCaller caller, SoapRequest request)
    {
        SyntheticMailbox? own = caller.IsApplication ? null : FindAccount(caller.Account) ?? _all[0];
        string account = own is null ? caller.Account : own.Address;
        if (request.Impersonated is null)
            return new CallIdentity(
                caller.Account,
                own ?? throw new SoapFaultException(
                    "ErrorImpersonationRequired",
                    "The ExchangeImpersonation SOAP header must be present for this type of OAuth token."),
                BudgetOwner.For(release, account, impersonated: null));
        SyntheticMailbox target = FindImpersonated(request.ImpersonatedBy!, request.Impersonated);
        return new CallIdentity(caller.Account, target, BudgetOwner.For(release, account, target.Address));
    }

    /// <summary>Whose address, alias or display name begins with a text, as the address book matches.</summary>
    public IEnumerable<SyntheticMailbox> Matching(string text)
    {
        string name = text.StartsWith("smtp:", StringComparison.OrdinalIgnoreCase) ? text.Substring(5) : text;
        return _all.Where(mailbox => mailbox.Address.StartsWith(name, StringComparison.OrdinalIgnoreCase));
    }

    private SyntheticMailbox FindImpersonated(string kind, string id) => kind switch
    {
        "SID" => FindSid(id) ?? throw new SoapFaultException("ErrorInvalidUserSid", "The user SID is invalid."),
        "PrincipalName" => Find(id) ?? throw new SoapFaultException(
            "ErrorInvalidUserPrincipalName", "The specified user principal name is not valid."),
        _ => Find(id) ?? throw (id.Contains('@')
            ? new SoapFaultException(
                "ErrorNonExistentMailbox", "The SMTP address has no mailbox associated with it.")
            : new SoapFaultException("ErrorInvalidSmtpAddress", "The SMTP address format is invalid.")),
    };

    public string SidOf(SyntheticMailbox mailbox) =>
        Domain + (FirstRelativeId + _numbers[mailbox]).ToString(CultureInfo.InvariantCulture);

    public static string AliasOf(SyntheticMailbox mailbox)
    {
        int at = mailbox.Address.IndexOf('@');
        return at < 0 ? mailbox.Address : mailbox.Address.Substring(0, at);
    }
}

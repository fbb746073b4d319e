using System;
using System.Collections.Generic;
using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using ThrottlingTools.Budgets;

namespace ThrottlingTools.Simulator.Soap;

/// <summary>A request that ends in a SOAP fault with HTTP 500 (davmail-161).</summary>
internal sealed class SoapFaultException : Exception
{
    public SoapFaultException(string responseCode, string message, params (string Name, string Value)[] values)
        : base(message)
    {
        ResponseCode = responseCode;
        Values = values;
    }

    public string ResponseCode { get; }

    /// <summary>The named values of MessageXml.</summary>
    public IReadOnlyList<(string Name, string Value)> Values { get; }

    /// <summary>Where the request breaks the schema; none for other faults.</summary>
    public (int Line, int Position, string Violation)? Violation { get; private init; }

    public static SoapFaultException Schema(string violation, XElement? element)
    {
        IXmlLineInfo? place = element;
        (int line, int position) = (place?.LineNumber ?? 0, place?.LinePosition ?? 0);
        return new SoapFaultException("ErrorSchemaValidation", "The request failed schema validation: " + violation)
        {
            Violation = (line, position, violation),
        };
    }

    public static SoapFaultException Missing(XElement parent, string child) =>
        Schema($"The element '{parent.Name.LocalName}' lacks '{child}'.", parent);

    /// <summary>
    /// The fault of a limit. ErrorServerBusy has the hint alone, ErrorExceededConnectionCount the policy's three
    /// values.
    /// </summary>
    public static SoapFaultException Of(in ThrottlingError error) => error.ResponseCode switch
    {
        ThrottlingError.ExceededConnectionCount => new SoapFaultException(
            error.ResponseCode, error.Message,
            ("Policy", error.PolicyPart!),
            ("MaxConcurrencyLimit", error.PolicyValue.ToString()),
            ("ErrorMessage", error.BudgetText!)),
        _ when error.BackOff is not null => new SoapFaultException(
            error.ResponseCode, error.Message,
            ("BackOffMilliseconds", error.BackOffMilliseconds.ToString(CultureInfo.InvariantCulture))),
        _ => new SoapFaultException(error.ResponseCode, error.Message),
    };
}

using System;
using System.Collections.ObjectModel;
using System.Management.Automation;

namespace ThrottlingTools.Profiles;

/// <summary>Makes PowerShell parameters of policy parameters.</summary>
internal static class PolicyParameterBinding
{
    /// <summary>Makes the parameter, typed as New-ThrottlingPolicy has it.</summary>
    public static RuntimeDefinedParameter Create(PolicyParameter parameter)
    {
        Type type = parameter.Kind switch
        {
            ParameterKind.Limit => typeof(Unlimited?),
            ParameterKind.Flag => typeof(SwitchParameter),
            _ => typeof(ThrottlingPolicyScopeType),
        };
        Collection<Attribute> attributes = [new ParameterAttribute { HelpMessage = parameter.Meaning }];
        return new RuntimeDefinedParameter(parameter.Name, type, attributes);
    }

    /// <summary>The value that was given, with a switch as true or false.</summary>
    public static object? ValueOf(RuntimeDefinedParameter parameter) =>
        parameter.Value is SwitchParameter flag ? flag.ToBool() : parameter.Value;
}

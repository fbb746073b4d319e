using System;

namespace ThrottlingTools;

/// <summary>
/// Marks a cmdlet that has a dynamic parameter for each settable policy parameter, so that help describes them with
/// the texts of <see cref="Profiles.PolicyParameterTable"/>.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class DynamicPolicyParametersAttribute : Attribute;

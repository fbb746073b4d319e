using Xunit;

namespace ThrottlingTools.Simulator.Tests;

/// <summary>Tests that no other may run beside.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;

using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("ThrottlingTools.Core.Tests")]
[assembly: InternalsVisibleTo("ThrottlingTools.Paging.Tests")]
[assembly: InternalsVisibleTo("ThrottlingTools.Simulator.Tests")]

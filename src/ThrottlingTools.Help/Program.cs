System.IO.File.WriteAllText(args[2], "<helpItems/>"); System.Console.WriteLine(string.Join("|", args));

using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Fashion.Keras.Samples.Studies;

/// <summary>The command line of the program.</summary>
internal sealed record Options
{
    private const string Usage = """
        Options:
          --runs N         seeds of each variant, 5 by default
          --study NAME     writeup (the attempts, the usual one), questions (what the write-up left open), modern (a small modern recipe), all
          --only A,B       only these variants
          --epochs N       at most N epochs instead of the attempt's own
          --limit N        train on the first N images only, for a quick look
          --out FOLDER     where runs and reports go, 'study-results' by default
          --resume         continue what the folder has; without it a folder with runs of the study is refused
          --report         train nothing: write the reports of the runs that the folder has
          --parallel N     runs at the same time, 1 by default; the cores are shared out between them
          --data FOLDER    where the data files lie
        """;

    /// <summary>Seeds of each variant.</summary>
    public int Runs { get; init; } = 5;

    /// <summary>writeup, questions, modern or all.</summary>
    public string Study { get; init; } = "writeup";

    /// <summary>The variants to run; null for all.</summary>
    public IReadOnlyList<string>? Only { get; init; }

    /// <summary>Most epochs; null for the attempt's own.</summary>
    public int? Epochs { get; init; }

    /// <summary>Training images; null for all.</summary>
    public int? Limit { get; init; }

    /// <summary>Folder of runs and reports.</summary>
    public string Out { get; init; } = "study-results";

    /// <summary>Whether to continue what the folder has.</summary>
    public bool Resume { get; init; }

    /// <summary>Whether only the reports of finished runs are written.</summary>
    public bool ReportOnly { get; init; }

    /// <summary>Runs at the same time.</summary>
    public int Parallel { get; init; } = 1;

    /// <summary>Folder of the data; null for the usual places.</summary>
    public string? Data { get; init; }

    /// <summary>Reads the command line; ends the program with the usage when it does not fit.</summary>
    public static Options Parse(string[] arguments)
    {
        var options = new Options();
        for (int i = 0; i < arguments.Length; i++)
        {
            string option = arguments[i];
            if (option is "--resume" or "--report")
            {
                options = option == "--resume" ? options with { Resume = true } : options with { ReportOnly = true };
                continue;
            }
            string? value = arguments.ElementAtOrDefault(++i);
            options = option switch
            {
                "--runs" => options with { Runs = Number(option, value) },
                "--epochs" => options with { Epochs = Number(option, value) },
                "--limit" => options with { Limit = Number(option, value) },
                "--parallel" => options with { Parallel = Number(option, value) },
                "--only" =>
                    options with
                    {
                        Only = Text(option, value).Split(',',
                        StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                    },
                "--out" => options with { Out = Text(option, value) },
                "--data" => options with { Data = Text(option, value) },
                "--study" when value is "writeup" or "questions" or "modern" or "all" => options with { Study = value },
                "--study" => Refuse("--study needs writeup, questions, modern or all."),
                _ => Refuse($"There is no option {option}."),
            };
        }
        return options;
    }

    /// <summary>Ends the program with a message and the usage.</summary>
    [DoesNotReturn]
    public static Options Refuse(string reason)
    {
        Console.Error.WriteLine($"{reason}\n{Usage}");
        Environment.Exit(2);
        throw new InvalidOperationException(reason);
    }

    private static string Text(string option, string? value)
    {
        if (value is null or "" || value.StartsWith("--", StringComparison.Ordinal)) Refuse($"{option} needs a value.");
        return value;
    }

    private static int Number(string option, string? value)
    {
        if (!int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) || number < 1)
            Refuse($"{option} needs a whole number from 1 on{(value is null ? "" : $", not '{value}'")}.");
        return number;
    }
}

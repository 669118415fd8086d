using System.Globalization;

namespace Fashion.Keras.Samples;

/// <summary>The options that all samples share.</summary>
/// <param name="Epochs">--epochs: number of epochs; null for the attempt's own.</param>
/// <param name="Seed">--seed: makes the run repeatable; null for a fresh one.</param>
/// <param name="Data">--data: directory of the data files; null for the usual places.</param>
/// <param name="Limit">--limit: use only so many training images, for a quick look; null for all.</param>
public sealed record SampleOptions(int? Epochs, int? Seed, string? Data, int? Limit)
{
    /// <summary>Reads the command line; ends the program with a usage line when it does not fit.</summary>
    /// <param name="arguments">The command line.</param>
    public static SampleOptions Parse(string[] arguments)
    {
        var options = new SampleOptions(null, null, null, null);
        for (int i = 0; i < arguments.Length; i += 2)
        {
            string value = i + 1 < arguments.Length ? arguments[i + 1] : Usage(arguments[i]);
            options = arguments[i] switch
            {
                "--epochs" => options with { Epochs = Number(arguments[i], value) },
                "--seed" => options with { Seed = Number(arguments[i], value) },
                "--limit" => options with { Limit = Number(arguments[i], value) },
                "--data" => options with { Data = value },
                _ => throw new InvalidOperationException(Usage(arguments[i])),
            };
        }
        return options;
    }

    private static int Number(string option, string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= 0 ? number : int.Parse(Usage($"{option} {value}"), CultureInfo.InvariantCulture);

    private static string Usage(string wrong)
    {
        Console.Error.WriteLine($"Not understood: {wrong}\nOptions: [--epochs N] [--seed N] [--data DIRECTORY] [--limit N]");
        Environment.Exit(2);
        return "";
    }
}

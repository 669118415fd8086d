using System.Diagnostics.CodeAnalysis;
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
            string option = arguments[i];
            string? value = arguments.ElementAtOrDefault(i + 1);
            switch (option)
            {
                case "--epochs": options = options with { Epochs = Number(option, value, least: 1) }; break;
                case "--seed": options = options with { Seed = Number(option, value, least: 0) }; break;
                case "--limit": options = options with { Limit = Number(option, value, least: 1) }; break;
                case "--data" when value is not null: options = options with { Data = value }; break;
                case "--data": Refuse("--data needs a directory."); break;
                default: Refuse($"There is no option {option}."); break;
            }
        }
        return options;
    }

    private static int Number(string option, string? value, int least)
    {
        if (!int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) || number < least)
            Refuse($"{option} needs a whole number from {least} on{(value is null ? "" : $", not '{value}'")}.");
        return number;
    }

    [DoesNotReturn]
    private static void Refuse(string reason)
    {
        Console.Error.WriteLine($"{reason}\nOptions: [--epochs N] [--seed N] [--data DIRECTORY] [--limit N]");
        Environment.Exit(2);
    }
}

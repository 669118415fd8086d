using Fashion.Keras.Reporting;

namespace Fashion.Keras;

/// <summary>
/// How much a call prints, as its argument <c>verbose</c> takes it: a <see cref="Fashion.Keras.Verbosity"/>, or Keras's numbers (0 nothing,
/// 1 a bar, 2 one line) and truth values. Its default value is a bar; <c>Predict</c> prints it only at a terminal or into a writer of the
/// user's.
/// </summary>
/// <example><code>model.Fit(x, y, epochs: 5, verbose: 2);</code></example>
public readonly record struct VerbosityArgument
{
    private readonly bool _given;

    private VerbosityArgument(Verbosity verbosity) => (Verbosity, _given) = (verbosity, true);

    /// <summary>What it means.</summary>
    public Verbosity Verbosity { get; }

    /// <summary>A verbosity as an argument.</summary>
    /// <param name="verbosity">A bar, one line, or nothing.</param>
    public static implicit operator VerbosityArgument(Verbosity verbosity) => new(verbosity);

    /// <summary>What the argument means.</summary>
    /// <param name="argument">The argument.</param>
    public static implicit operator Verbosity(VerbosityArgument argument) => argument.Verbosity;

    /// <summary>Keras's number.</summary>
    /// <param name="verbose">0 for nothing, 1 for a bar, 2 for one line.</param>
    /// <exception cref="ArgumentOutOfRangeException">Another number.</exception>
    public static implicit operator VerbosityArgument(int verbose) => FromInt32(verbose);

    /// <summary>Keras's truth value.</summary>
    /// <param name="verbose">True for a bar, false for nothing.</param>
    public static implicit operator VerbosityArgument(bool verbose) => FromBoolean(verbose);

    /// <summary>A verbosity as an argument.</summary>
    /// <param name="verbosity">A bar, one line, or nothing.</param>
    public static VerbosityArgument FromVerbosity(Verbosity verbosity) => new(verbosity);

    /// <summary>Keras's number.</summary>
    /// <param name="verbose">0 for nothing, 1 for a bar, 2 for one line.</param>
    /// <exception cref="ArgumentOutOfRangeException">Another number.</exception>
    public static VerbosityArgument FromInt32(int verbose) => verbose switch
    {
        0 => Verbosity.Silent,
        1 => Verbosity.Bar,
        2 => Verbosity.Line,
        _ => throw new ArgumentOutOfRangeException(nameof(verbose), verbose, "verbose is 0 (nothing), 1 (a bar) or 2 (one line)."),
    };

    /// <summary>Keras's truth value.</summary>
    /// <param name="verbose">True for a bar, false for nothing.</param>
    public static VerbosityArgument FromBoolean(bool verbose) => verbose ? Verbosity.Bar : Verbosity.Silent;

    /// <summary>Whether a callback prints, which does so only when it was asked for.</summary>
    internal static bool Prints(VerbosityArgument? verbose) => verbose is { Verbosity: not Verbosity.Silent };

    /// <summary>
    /// What Predict prints: a service has no reader for a bar, so nothing goes to redirected standard output unless it was asked for.
    /// </summary>
    /// <param name="writer">Where the model prints to; null for standard output.</param>
    internal Verbosity ForPrediction(TextWriter? writer) =>
        _given || writer is not null || ConsoleOutput.IsTerminal(ConsoleOutput.Writer) ? Verbosity : Verbosity.Silent;

    /// <inheritdoc/>
    public override string ToString() => Verbosity.ToString();
}

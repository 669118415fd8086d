using Fashion.Keras.Internal;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>
/// Turns sound into a picture: the strength of bands of the mel scale in overlapping pieces of the signal, in decibels.
/// </summary>
/// <remarks>
/// Input (batch, samples), or (samples) of one sound, samples more than half of fftLength; output (batch, numMelBins, pieces) with 1 +
/// samples / sequenceStride pieces, the first one centred at the first sample, the signal mirrored at its ends. No weights. As in
/// Keras, topDb counts from the loudest value of the whole batch. The transform is a product with a matrix of fftLength x (fftLength /
/// 2 + 1) numbers. Source: keras.io/api/layers/preprocessing_layers/audio_preprocessing/mel_spectrogram; mel scale of HTK.
/// </remarks>
[KerasLayer]
public sealed partial class MelSpectrogram : Layer
{
    private readonly Lazy<(float[] Real, float[] Imaginary)> _transform;
    private readonly Lazy<float[]> _bands;

    /// <summary>Makes the layer.</summary>
    /// <param name="fftLength">Length of the Fourier transform.</param>
    /// <param name="sequenceStride">Samples between the starts of two pieces.</param>
    /// <param name="sequenceLength">Samples of a piece, at most <paramref name="fftLength"/>; null for as many.</param>
    /// <param name="window">Weights of the samples of a piece. <c>"hann"</c>, the default, <c>"hamming"</c> or
    /// <c>"rectangular"</c>.</param>
    /// <param name="samplingRate">Samples per second.</param>
    /// <param name="numMelBins">Number of bands.</param>
    /// <param name="minFreq">Lower end of the lowest band, in hertz.</param>
    /// <param name="maxFreq">Upper end of the highest band; null for half of the sampling rate.</param>
    /// <param name="powerToDb">Whether the result is in decibels.</param>
    /// <param name="topDb">How far values may lie below the loudest one, in decibels.</param>
    /// <param name="magExp">Exponent of the magnitudes: 1 for energy, 2 for power.</param>
    /// <param name="minPower">The least power, positive.</param>
    /// <param name="refPower">The power of 0 decibels.</param>
    /// <param name="inputShape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentException">A piece is longer than the transform, or the frequencies do not rise.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public MelSpectrogram(int fftLength = 2048, int sequenceStride = 512, int? sequenceLength = null,
        Choice<WindowKind> window = default, int samplingRate = 16000,
        int numMelBins = 128, double minFreq = 20, double? maxFreq = null, bool powerToDb = true, double topDb = 80, double magExp = 2,
        double minPower = 1e-10,
        double refPower = 1, Shape? inputShape = null, string? name = null) : base(name, inputShape)
    {
        FftLength = Guard.Positive(fftLength, ClassName);
        SequenceStride = Guard.Positive(sequenceStride, ClassName);
        SequenceLength = Guard.Positive(sequenceLength ?? fftLength, ClassName);
        if (SequenceLength > fftLength)
            throw new ArgumentException(
                $"MelSpectrogram: sequenceLength ({sequenceLength}) must not be longer than fftLength ({fftLength}).",
                nameof(sequenceLength));
        if (!Enum.IsDefined<WindowKind>(window.OrFirst()))
            throw new ArgumentOutOfRangeException(nameof(window), window, "MelSpectrogram: no such window.");
        Window = window.OrFirst();
        SamplingRate = Guard.Positive(samplingRate, ClassName);
        NumMelBins = Guard.Positive(numMelBins, ClassName);
        MinFreq = Guard.InRange(minFreq, 0, double.MaxValue, ClassName);
        MaxFreq = Guard.Number(maxFreq ?? samplingRate / 2, ClassName, nameof(maxFreq));
        if (MaxFreq <= minFreq)
            throw new ArgumentException(FormattableString.Invariant(
                $"MelSpectrogram: maxFreq ({MaxFreq}) must lie above minFreq ({minFreq})."), nameof(maxFreq));
        PowerToDb = powerToDb;
        TopDb = Guard.Number(topDb, ClassName);
        MagExp = Guard.Number(magExp, ClassName);
        MinPower = Guard.InRange(minPower, double.Epsilon, double.MaxValue, ClassName);
        RefPower = Guard.Number(refPower, ClassName);
        _transform = new(() => MelFilters.Transform(FftLength, SequenceLength, Window));
        _bands = new(() => MelFilters.Bands(NumMelBins, Frequencies, SamplingRate, (float)MinFreq, (float)MaxFreq));
    }

    /// <summary>Upper end of the highest band, in hertz.</summary>
    public double MaxFreq { get; }

    private int Frequencies => FftLength / 2 + 1;

    // The loudest value is that of the batch.
    internal override bool MixesSamples(bool training, bool masked) => PowerToDb || base.MixesSamples(training, masked);

    internal static MelSpectrogram FromConfig(ConfigReader config) =>
        new(config.GetInt("fft_length", 2048), config.GetInt("sequence_stride", 512),
        config.GetIntOrNull("sequence_length"), WindowKinds.Read(config), config.GetInt("sampling_rate", 16000),
            config.GetInt("num_mel_bins", 128),
        config.GetDouble("min_freq", 20), config.GetDoubleOrNull("max_freq"), config.GetBool("power_to_db", true),
            config.GetDouble("top_db", 80),
        config.GetDouble("mag_exp", 2), config.GetDouble("min_power", 1e-10), config.GetDouble("ref_power", 1), name: config.Name());

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape inputShape)
    {
        ArgumentNullException.ThrowIfNull(inputShape);
        if (inputShape.Rank is not (1 or 2)) throw Misfit("inputs (batch, samples)", inputShape);
        int samples = inputShape[^1];
        if (samples != Shape.Unknown && samples <= FftLength / 2)
            throw Misfit($"more than {FftLength / 2} samples, half of fftLength, so that the signal can be mirrored at its ends",
                inputShape);
        int pieces = samples == Shape.Unknown ? samples : 1 + (samples + FftLength / 2 * 2 - FftLength) / SequenceStride;
        return (int[])[.. inputShape[..^1], NumMelBins, pieces];
    }

    /// <inheritdoc/>
    protected override SymbolicTensor Call(SymbolicTensor inputs, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ComputeOutputShape(inputs.Shape);
        Shape around = Shape.Create([.. Enumerable.Repeat(0, inputs.Shape.Rank - 1), FftLength / 2]), matrix = [FftLength, Frequencies];
        SymbolicTensor pieces = Ops.ExtractSequences(Ops.Pad(inputs, around, around, "reflect"), FftLength, SequenceStride);
        SymbolicTensor power = Ops.Square(Ops.MatMul(pieces, Ops.Fixed(matrix, _transform.Value.Real)))
            + Ops.Square(Ops.MatMul(pieces, Ops.Fixed(matrix, _transform.Value.Imaginary)));
        if (MagExp != 2) power = MagExp == 1 ? Ops.Sqrt(power) : Ops.Power(Ops.Sqrt(power), (float)MagExp);
        SymbolicTensor mels = Ops.MatMul(power, Ops.Fixed([Frequencies, NumMelBins], _bands.Value));
        if (PowerToDb) mels = Decibels(mels);
        int[] order = [.. Enumerable.Range(0, mels.Shape.Rank)];
        (order[^1], order[^2]) = (order[^2], order[^1]);
        return Ops.Transpose(mels, order);
    }

    private SymbolicTensor Decibels(SymbolicTensor power)
    {
        double reference = 10 * Math.Log10(Math.Max(Math.Abs(RefPower), MinPower));
        SymbolicTensor level = 10 * Ops.Log10(Ops.Maximum(power, (float)MinPower)) - reference;
        return Ops.Maximum(level, Ops.Max(level) - TopDb);
    }

    private ShapeMismatchException Misfit(string needed, Shape received) =>
        new($"Layer '{Name}' ({ClassName}) needs {needed}, but got {received}.") { LayerName = Name, Received = received };

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        config.Write("fft_length", FftLength).Write("sequence_stride", SequenceStride).Write("sequence_length", SequenceLength)
            .Write("window", Window.Name())
            .Write("sampling_rate", SamplingRate).Write("num_mel_bins", NumMelBins).Write("min_freq", MinFreq)
            .Write("max_freq", MaxFreq)
            .Write("power_to_db", PowerToDb).Write("top_db", TopDb).Write("mag_exp", MagExp).Write("min_power", MinPower)
            .Write("ref_power", RefPower);
    }
}

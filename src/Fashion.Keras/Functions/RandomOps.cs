using Fashion.Keras.Graph;
using Fashion.Keras.Internal;

namespace Fashion.Keras;

/// <summary>Random tensors, as <c>keras.random</c>.</summary>
/// <remarks>
/// The seed of a call is a number (the same numbers in every call), a <see cref="SeedGenerator"/> (other numbers in every call, all of them
/// from its seed), or null: a seed of the process, which <see cref="Utils.SetRandomSeed"/> makes repeatable; in the <c>Map</c> of a
/// pipeline one that belongs to the element. Outside of what is compiled the numbers are there at once. In a layer's <c>Call</c>, a
/// <see cref="Function"/> or a <see cref="TrainStep"/> they are others in every run, whatever the seed. They do not depend on the number of
/// threads, and differ from those of Python for the same seed. Source of the arguments: keras.io/api/random/random_ops.
/// </remarks>
public static class RandomOps
{
    // Whole numbers are floats, which are exact up to here.
    private const int MostWhole = 1 << 24;

    /// <summary>Numbers from a normal distribution.</summary>
    /// <param name="shape">Their shape, all sizes known.</param>
    /// <param name="mean">Mean.</param>
    /// <param name="stddev">Standard deviation, 0 or more.</param>
    /// <param name="seed">A number, a generator, or null.</param>
    public static SymbolicTensor Normal(Shape shape, double mean = 0, double stddev = 1, SeedGenerator? seed = null) =>
        Draw(nameof(Normal), seed, [], (draws, _) => draws.Normal(shape) * stddev + mean);

    /// <summary>Numbers from a uniform distribution.</summary>
    /// <param name="shape">Their shape, all sizes known.</param>
    /// <param name="minval">Smallest.</param>
    /// <param name="maxval">Where they end; it is not among them.</param>
    /// <param name="seed">A number, a generator, or null.</param>
    public static SymbolicTensor Uniform(Shape shape, double minval = 0, double maxval = 1, SeedGenerator? seed = null) =>
        Draw(nameof(Uniform), seed, [], (draws, _) => draws.Uniform(shape) * (maxval - minval) + minval);

    /// <summary>Numbers from a normal distribution, drawn again when they are more than two standard deviations from the mean.</summary>
    /// <param name="shape">Their shape, all sizes known.</param>
    /// <param name="mean">Mean.</param>
    /// <param name="stddev">Standard deviation of the distribution before it is cut, 0 or more.</param>
    /// <param name="seed">A number, a generator, or null.</param>
    public static SymbolicTensor TruncatedNormal(Shape shape, double mean = 0, double stddev = 1, SeedGenerator? seed = null) =>
        Draw(nameof(TruncatedNormal), seed, [], (draws, _) => draws.TruncatedNormal(shape) * stddev + mean);

    /// <summary>Whole numbers, all equally probable.</summary>
    /// <param name="shape">Their shape, all sizes known.</param>
    /// <param name="minval">Smallest, -2^24 or more.</param>
    /// <param name="maxval">Where they end, at most 2^24; it is not among them.</param>
    /// <param name="seed">A number, a generator, or null.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no number between the limits, or more than 2^24: numbers are
    /// floats.</exception>
    public static SymbolicTensor Randint(Shape shape, int minval, int maxval, SeedGenerator? seed = null)
    {
        if (maxval <= minval)
            throw new ArgumentOutOfRangeException(nameof(maxval), maxval, $"Randint: maxval must be above minval, {minval}.");
        if (minval < -MostWhole || maxval > MostWhole || (long)maxval - minval > MostWhole)
            throw new ArgumentOutOfRangeException(nameof(maxval), maxval, $"Randint: whole numbers from {minval} up to {maxval} are not " +
                $"exact, because tensors hold floats; limits lie between {-MostWhole} and {MostWhole}, at most {MostWhole} apart.");
        return Draw(nameof(Randint), seed, [],
            (draws, _) => Ops.Minimum(Ops.Floor(draws.Uniform(shape) * (maxval - minval)), maxval - minval - 1) + minval);
    }

    /// <summary>Class numbers, drawn with the probabilities softmax(logits).</summary>
    /// <param name="logits">(batch, classes): logarithms of probabilities, up to a constant.</param>
    /// <param name="numSamples">How many are drawn for each row, positive.</param>
    /// <param name="seed">A number, a generator, or null.</param>
    /// <returns>(batch, numSamples).</returns>
    /// <exception cref="ShapeMismatchException">Logits of another rank.</exception>
    public static SymbolicTensor Categorical(SymbolicTensor logits, int numSamples, SeedGenerator? seed = null)
    {
        ArgumentNullException.ThrowIfNull(logits);
        Guard.Positive(numSamples, nameof(Categorical));
        if (logits.Shape.Rank != 2)
            throw new ShapeMismatchException($"Categorical needs logits (batch, classes), not {logits.Shape}.") { Received = logits.Shape };
        return Draw(nameof(Categorical), seed, [logits], (draws, inputs) =>
        {
            // The largest of logits with Gumbel noise is a class with its probability (Maddison et al. 2014).
            SymbolicTensor noise = -Ops.Log(-Ops.Log(draws.Uniform([inputs[0].Shape[0], numSamples, inputs[0].Shape[1]])));
            return Ops.ArgMax(Ops.ExpandDims(inputs[0], 1) + noise);
        });
    }

    /// <summary>The same rows in another order.</summary>
    /// <param name="x">Any shape with an axis.</param>
    /// <param name="axis">Along which axis; negative ones count from the last.</param>
    /// <param name="seed">A number, a generator, or null.</param>
    public static SymbolicTensor Shuffle(SymbolicTensor x, int axis = 0, SeedGenerator? seed = null)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Draw(nameof(Shuffle), seed, [x], (draws, inputs) =>
        {
            int at = inputs[0].Shape.Axis(axis);
            int[] order = inputs[0].Shape.AllAxes;
            (order[0], order[at]) = (order[at], order[0]);
            SymbolicTensor rows = at == 0 ? inputs[0] : Ops.Transpose(inputs[0], order);
            SymbolicTensor shuffled = Ops.Gather(rows, draws.Permutation(rows.Shape[0]));
            return at == 0 ? shuffled : Ops.Transpose(shuffled, order);
        });
    }

    /// <summary>Zeroes elements with a probability and multiplies the others by 1 / (1 - rate).</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="rate">The probability, 0 to 1.</param>
    /// <param name="noiseShape">Shape of the decisions, with size 1 (or -1: as the tensor) along axes whose elements share one; null for
    /// one per element.</param>
    /// <param name="seed">A number, a generator, or null.</param>
    /// <exception cref="ShapeMismatchException">The shape of the decisions does not fit.</exception>
    public static SymbolicTensor Dropout(SymbolicTensor x, double rate, Shape? noiseShape = null, SeedGenerator? seed = null)
    {
        ArgumentNullException.ThrowIfNull(x);
        Guard.InRange(rate, 0, 1, nameof(Dropout));
        return Draw(nameof(Dropout), seed, [x], (draws, inputs) =>
        {
            Shape shape = inputs[0].Shape;
            if (noiseShape is null) return draws.Dropout(inputs[0], (float)rate, shape);
            Shape noise = noiseShape.Select((size, i) => size == Shape.Unknown && i < shape.Rank ? shape[i] : size).ToArray();
            if (noise.Rank != shape.Rank || noise.Where((size, i) => size != 1 && size != shape[i]).Any())
                throw new ShapeMismatchException($"Dropout of a tensor of shape {shape} cannot have decisions of shape {noiseShape}: " +
                    "every size must be 1 or the tensor's.")
                { Received = shape };
            return draws.Dropout(inputs[0], (float)rate, noise);
        });
    }

    /// <summary>Numbers from a gamma distribution with scale 1. No gradient.</summary>
    /// <param name="shape">Their shape, all sizes known.</param>
    /// <param name="alpha">The shape parameter, positive (else NaN); broadcast to the shape.</param>
    /// <param name="seed">A number, a generator, or null.</param>
    public static SymbolicTensor Gamma(Shape shape, SymbolicTensor alpha, SeedGenerator? seed = null) =>
        Draw(nameof(Gamma), seed, [alpha], (draws, inputs) => draws.Gamma(shape, inputs[0]));

    /// <summary>Numbers from a beta distribution. No gradient.</summary>
    /// <param name="shape">Their shape, all sizes known.</param>
    /// <param name="alpha">The first parameter, positive (else NaN); broadcast to the shape.</param>
    /// <param name="beta">The second parameter, positive (else NaN); broadcast to the shape.</param>
    /// <param name="seed">A number, a generator, or null.</param>
    public static SymbolicTensor Beta(Shape shape, SymbolicTensor alpha, SymbolicTensor beta, SeedGenerator? seed = null) =>
        Draw(nameof(Beta), seed, [alpha, beta], (draws, inputs) => draws.Beta(shape, inputs[0], inputs[1]));

    /// <summary>Numbers of successes in so many trials. No gradient.</summary>
    /// <param name="shape">Their shape, all sizes known.</param>
    /// <param name="counts">Numbers of trials, 0 or more (else NaN); broadcast to the shape.</param>
    /// <param name="probabilities">Probabilities of a success, 0 to 1 (else NaN); broadcast to the shape.</param>
    /// <param name="seed">A number, a generator, or null.</param>
    public static SymbolicTensor Binomial(Shape shape, SymbolicTensor counts, SymbolicTensor probabilities, SeedGenerator? seed = null) =>
        Draw(nameof(Binomial), seed, [counts, probabilities], (draws, inputs) => draws.Binomial(shape, inputs[0], inputs[1]));

    private static SymbolicTensor Draw(string name, SeedGenerator? seed, SymbolicTensor[] inputs,
        Func<RandomDraws, SymbolicTensor[], SymbolicTensor> write)
    {
        foreach (SymbolicTensor input in inputs) ArgumentNullException.ThrowIfNull(input);
        ulong drawn = seed?.Next() ?? DrawScope.Next() ?? (ulong)SeedSource.Next();
        // Numbers at once: the seed takes the place of the run, so that one compiled graph serves all seeds.
        return EagerGraph.Compute(inputs, (graph, values) => Write(0, values).Resolve(graph), drawn)
            ?? Ops.Write(name, inputs, (graph, values) => Write(drawn, values).Resolve(graph));

        SymbolicTensor Write(ulong graphSeed, Graph.Value[] values)
        {
            int streams = 0;
            return write(new RandomDraws(graphSeed, () => streams++),
                Array.ConvertAll(values, value => (SymbolicTensor)new GraphTensor(value)));
        }
    }
}

using Fashion.Keras.Regularizers;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>Takes a cell through the steps of a sequence.</summary>
/// <remarks>
/// Input (batch, steps, ...), output (batch, size), or (batch, steps, size) with returnSequences, where size is the cell's
/// <see cref="RecurrentCell.OutputSize"/>. Weights: those of the cell. For a cell of your own see <see cref="RecurrentCell"/>.
/// Source: keras.io/api/layers/recurrent_layers/rnn.
/// </remarks>
[KerasLayer]
public sealed partial class RNN : RecurrentLayer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="cell">What is done at each step; it is used itself, not copied.</param>
    /// <param name="returnSequences">Whether the outputs of all steps are given.</param>
    /// <param name="returnState">Whether the last states are given as further outputs.</param>
    /// <param name="goBackwards">Whether the sequence is read from its end.</param>
    /// <param name="stateful">Whether the last states of a batch are the first ones of the next; see
    /// <see cref="RecurrentLayer.Stateful"/>.</param>
    /// <param name="unroll">Kept for files; it changes nothing.</param>
    /// <param name="zeroOutputForMask">Whether outputs of missing steps are 0, instead of those of the step before.</param>
    /// <param name="activityRegularizer">Penalty on the output, divided by the batch size.</param>
    /// <param name="inputShape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentException">The cell has no state, or one whose length is not positive.</exception>
    public RNN(RecurrentCell cell, bool returnSequences = false, bool returnState = false, bool goBackwards = false, bool stateful = false,
        bool unroll = false, bool zeroOutputForMask = false, Regularizer? activityRegularizer = null, Shape? inputShape = null,
        string? name = null)
        : this(cell,
            new SequenceOptions(returnSequences, returnState, goBackwards, stateful, unroll, zeroOutputForMask, activityRegularizer,
                inputShape, name))
    { }

    /// <summary>Makes the layer with several cells, one on top of the other: <see cref="StackedRNNCells"/>.</summary>
    /// <param name="cells">The cells, the one that reads the input first.</param>
    /// <param name="returnSequences">Whether the outputs of all steps are given.</param>
    /// <param name="returnState">Whether the last states are given as further outputs.</param>
    /// <param name="goBackwards">Whether the sequence is read from its end.</param>
    /// <param name="stateful">Whether the last states of a batch are the first ones of the next; see
    /// <see cref="RecurrentLayer.Stateful"/>.</param>
    /// <param name="unroll">Kept for files; it changes nothing.</param>
    /// <param name="zeroOutputForMask">Whether outputs of missing steps are 0, instead of those of the step before.</param>
    /// <param name="activityRegularizer">Penalty on the output, divided by the batch size.</param>
    /// <param name="inputShape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentException">No cell, or one without a state.</exception>
    [WithoutMethod]
    public RNN(IReadOnlyList<RecurrentCell> cells, bool returnSequences = false, bool returnState = false, bool goBackwards = false,
        bool stateful = false, bool unroll = false,
        bool zeroOutputForMask = false, Regularizer? activityRegularizer = null, Shape? inputShape = null, string? name = null)
        : this(new StackedRNNCells(cells), returnSequences, returnState, goBackwards, stateful, unroll, zeroOutputForMask,
            activityRegularizer, inputShape, name)
    { }

    private RNN(RecurrentCell cell, SequenceOptions options) : base(cell, options) { }

    internal static RNN FromConfig(ConfigReader config, Func<NestedConfig, Layer> inside) =>
        new(CellIn(config, "cell", inside), SequenceOptions.From(config));

    /// <summary>The cell of a file.</summary>
    internal static RecurrentCell CellIn(ConfigReader config, string key, Func<NestedConfig, Layer> inside) =>
        CellOf(config.GetObject(key) ?? throw config.Wrong(key, "a cell"), config, key, inside);

    /// <inheritdoc cref="CellIn"/>
    internal static RecurrentCell CellOf(NestedConfig nested, ConfigReader config, string key, Func<NestedConfig, Layer> inside) =>
        inside(nested) as RecurrentCell ?? throw config.Wrong(key, "a cell of a recurrent layer (SimpleRNNCell, LSTMCell, GRUCell, " +
            "StackedRNNCells or one of your own)");

    private protected override RecurrentLayer With(RecurrentCell cell, SequenceOptions options) => new RNN(cell, options);

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        config.Set("cell", Cell.ToEntry(config.KeepsState));
    }
}

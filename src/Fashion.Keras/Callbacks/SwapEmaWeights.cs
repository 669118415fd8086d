using Fashion.Keras.Optimizers;

namespace Fashion.Keras.Callbacks;

/// <summary>
/// Puts the optimizer's moving averages of the weights (<c>useEma: true</c>) in the place of the weights for every evaluation and
/// prediction, and the weights back after it; with <c>swapOnEpoch</c> also at the end of every epoch, so that callbacks after this
/// one, such as <see cref="ModelCheckpoint"/>, see and save the averages. In the list of callbacks it comes before those.
/// </summary>
/// <remarks>
/// Source: keras.io/api/callbacks/swap_ema_weights. After a prediction the weights are put back too, which Keras 3.16 forgets.
/// </remarks>
/// <example><code>
/// model.Compile(new Sgd(0.01, useEma: true), "mse");
/// model.Fit(x, y, callbacks: [new SwapEmaWeights(swapOnEpoch: true), new ModelCheckpoint("best.keras")]);
/// </code></example>
public sealed class SwapEmaWeights : Callback
{
    private readonly bool _swapOnEpoch;
    private bool _averagesInModel;

    /// <summary>Makes the callback.</summary>
    /// <param name="swapOnEpoch">Whether the averages are in the model from the end of an epoch to the beginning of the next.</param>
    public SwapEmaWeights(bool swapOnEpoch = false) => _swapOnEpoch = swapOnEpoch;

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The optimizer keeps no averages.</exception>
    public override void OnEpochBegin(int epoch)
    {
        _ = Averaging;
        if (_swapOnEpoch) Have(averages: false);
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, Logs logs)
    {
        if (!_swapOnEpoch) return;
        Have(averages: true);
        // Training ends with the averages in the place of the weights, which they are already.
        if (epoch == Parameters.Epochs - 1) Averaging.RestartAverages();
    }

    /// <inheritdoc/>
    public override void OnTestBegin() => Have(averages: true);

    /// <inheritdoc/>
    public override void OnTestEnd(Logs logs) => Have(averages: false);

    /// <inheritdoc/>
    public override void OnPredictBegin() => Have(averages: true);

    /// <inheritdoc/>
    public override void OnPredictEnd() => Have(averages: false);

    private Optimizer Averaging =>
        (Model.Optimizer is LossScaleOptimizer scaling ? scaling.InnerOptimizer : Model.Optimizer) is { UseEma: true } optimizer ? optimizer
        : throw new InvalidOperationException($"SwapEmaWeights needs an optimizer that keeps moving averages, but model '{Model.Name}' " +
            $"has {Model.Optimizer?.ClassName ?? "none"} without them; compile it with useEma: true.");

    private void Have(bool averages)
    {
        if (_averagesInModel == averages) return;
        Averaging.SwapAverages();
        _averagesInModel = averages;
    }
}

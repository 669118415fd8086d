namespace Fashion.Keras;

// Predicting with the weights of one moment.
public partial class Model
{
    /// <summary>
    /// A predictor of the model's present weights: faster than the model, safe for many threads, and not changed by later training.
    /// </summary>
    /// <param name="options">Threads, memory, engine and profile; null for <see cref="Options"/>.</param>
    /// <exception cref="InvalidOperationException">The shapes of the model's inputs are not known yet.</exception>
    /// <exception cref="NotSupportedException">The model keeps states between batches.</exception>
    public Predictor ToPredictor(ModelOptions? options = null) => new(this, options);
}

namespace Fashion.Keras;

/// <summary>How a progress bar looks.</summary>
public enum ProgressStyle
{
    /// <summary>
    /// The bar of Keras 2: <c>1875/1875 [==============================] - 3s 2ms/step - loss: 0.4936 - accuracy: 0.8256</c>.
    /// Loss first, then the metrics in compile order.
    /// </summary>
    Classic,

    /// <summary>
    /// The bar of Keras 3: <c>1875/1875 ━━━━━━━━━━━━━━━━━━━━ 4s 2ms/step - accuracy: 0.8256 - loss: 0.4936</c>. Coloured on a
    /// terminal, values in alphabetical order.
    /// </summary>
    Keras3,
}

using System.Text.Json.Nodes;
using Fashion.Keras.Saving;

namespace Fashion.Keras;

// The architecture as a text, in Keras's form.
public partial class Model
{
    internal override JsonObject ToEntry(bool keepsState = false) => ModelConfigWriter.Write(this, keepsState);

    /// <summary>
    /// The architecture as JSON, without weights: what Keras's <c>model_from_json</c> and <see cref="FromJson"/> read. It has all
    /// options of all layers and, once <c>Compile</c> was called, the training settings. The weights go into a file of their own
    /// (<see cref="SaveWeights"/>).
    /// </summary>
    /// <param name="indented">Whether the text is broken into lines for people.</param>
    /// <exception cref="InvalidOperationException">The model has a layer that cannot be written.</exception>
    public string ToJson(bool indented = false) => ModelJson.Write(this, indented);

    /// <summary>
    /// Makes the model that a JSON describes: one that <see cref="ToJson"/>, Keras 3, tf.keras 2, Keras 2 or Keras 1 wrote
    /// (<c>model.to_json()</c>). Its weights are new; <see cref="LoadWeights"/> reads trained ones. The model is compiled if the
    /// JSON has training settings, and not built if it does not say what the input looks like. Words mean what they meant in the
    /// version of Keras that the JSON names.
    /// </summary>
    /// <param name="json">The text, not the name of a file.</param>
    /// <param name="customObjects">How to make layers, losses, metrics and activations of your own that the text names.</param>
    /// <returns>The model; a <see cref="Sequential"/> where the JSON describes one.</returns>
    /// <exception cref="ModelFormatException">Damaged, or something in it is not supported; the message names the place.</exception>
    public static Model FromJson(string json, CustomObjects? customObjects = null)
    {
        ArgumentNullException.ThrowIfNull(json);
        return ModelJson.Read(json, customObjects);
    }
}

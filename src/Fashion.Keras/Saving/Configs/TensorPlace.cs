using System.Text.Json.Nodes;
using Fashion.Keras.Layers;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Saving;

/// <summary>How a file names a tensor: output <see cref="Output"/> of use <see cref="Use"/> of a layer.</summary>
/// <param name="Layer">Name of the layer.</param>
/// <param name="Use">Number of the use, counted as the file does.</param>
/// <param name="Output">Which of the outputs.</param>
/// <param name="From">Where it is named, which decides how uses are counted.</param>
internal readonly record struct TensorPlace(string Layer, int Use, int Output, TensorPlace.Source From)
{
    /// <summary>Where a tensor is named.</summary>
    public enum Source
    {
        /// <summary>A call of Keras 3: <c>{"args": ...}</c>.</summary>
        Call,

        /// <summary>A connection of Keras 1 and 2: <c>["layer", use, output, {}]</c>.</summary>
        List,

        /// <summary>The inputs and outputs of the model.</summary>
        Model,
    }

    /// <summary>What TensorFlow writes in the place of a layer's name where an argument is a constant.</summary>
    public const string NoTensor = "_CONSTANT_VALUE";

    /// <summary>The place that a node names; null when it names none.</summary>
    /// <param name="node">A node of JSON.</param>
    /// <param name="from">Where it is.</param>
    public static TensorPlace? Of(JsonNode? node, Source from)
    {
        if (OperationArguments.ClassOf(node) == "__keras_tensor__")
            node = (node!["config"] as JsonObject)?["keras_history"]
                ?? throw new ArgumentException("a tensor does not say where it comes from");
        else if (from == Source.Call) return null;
        if (node is not JsonArray { Count: 3 or 4 } triple || !JsonValues.TryText(triple[0], out string layer) || layer == NoTensor)
            return null;
        return Number(triple[1]) is { } use && Number(triple[2]) is { } output ? new TensorPlace(layer, use, output, from)
            : throw new ArgumentException($"a connection to layer '{layer}' is not given by numbers");
    }

    private static int? Number(JsonNode? node) => JsonValues.TryInt(node, out int number) && number >= 0 ? number : null;
}

using Fashion.Keras.Data;
using Fashion.Keras.Layers;

namespace Fashion.Keras.Training;

/// <summary>What a trainer needs of a model.</summary>
internal interface ITrainable
{
    string Name { get; }

    IReadOnlyList<string> InputNames { get; }

    IReadOnlyList<string> OutputNames { get; }

    /// <summary>Shapes of the inputs, the batch axis first; known once the model is built.</summary>
    IReadOnlyList<Shape> InputShapes { get; }

    /// <summary>Shapes of the outputs, the batch axis first; known once the model is built.</summary>
    IReadOnlyList<Shape> OutputShapes { get; }

    /// <summary>The types that the inputs declare, by Keras's names; known once the model is built.</summary>
    IReadOnlyList<string> InputTypes { get; }

    /// <summary>The model as a layer, whose weights train.</summary>
    Layer Layer { get; }

    /// <summary>Whether the shapes of the inputs are known, and so all weights made.</summary>
    bool IsBuilt { get; }

    /// <summary>What is computed of the inputs before a step; null where they are fed as they are.</summary>
    IHostPart? HostPart { get; }

    /// <summary>What a step applies to what is fed: the model, or what is left of it after <see cref="HostPart"/>.</summary>
    Layer InStep => HostPart?.Rest ?? Layer;

    /// <summary>Makes the weights for inputs like these batches, if no other shapes were given.</summary>
    void BuildFor(IReadOnlyList<ArraySource> inputs);
}

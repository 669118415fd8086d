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

    /// <summary>The model as a layer: what is applied in a step, whose weights train.</summary>
    Layer Layer { get; }

    /// <summary>Whether the shapes of the inputs are known, and so all weights made.</summary>
    bool IsBuilt { get; }

    /// <summary>Makes the weights for inputs of these shapes, if no other shapes were given.</summary>
    void BuildFor(IReadOnlyList<Shape> inputs);
}

namespace Fashion.Keras.Layers;

/// <summary>A layer with a state that is no weight: files keep arrays next to its weights, and texts in separate files.</summary>
internal interface IKeepsAssets
{
    /// <summary>Names of the arrays that files have.</summary>
    IReadOnlyList<string> ArrayNames { get; }

    /// <summary>An array as it is kept, with one axis.</summary>
    float[] Array(string name);

    /// <summary>Whether an array of a file can be taken back.</summary>
    bool Takes(string name, Shape shape);

    /// <summary>Takes back an array of a file. Where there is no vocabulary yet, it counts once that is there.</summary>
    void TakeArray(string name, float[] values);

    /// <summary>The lines of the vocabulary's file; null when the configuration holds it.</summary>
    IReadOnlyList<string>? Lines { get; }

    /// <summary>Takes back the lines of a file; null when there is none.</summary>
    /// <exception cref="ArgumentException">They, or the arrays taken before, do not fit the layer.</exception>
    void TakeLines(IReadOnlyList<string>? lines);
}

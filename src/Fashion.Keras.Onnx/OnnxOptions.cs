namespace Fashion.Keras;

/// <summary>How <see cref="OnnxExport.SaveOnnx"/> writes a model.</summary>
public sealed record OnnxOptions
{
    /// <summary>
    /// The order of axes in which the file takes and gives images and volumes (inputs and outputs of four or five axes). The default is
    /// that of
    /// the model. What is computed is the same; inside, images lie channels first in any case.
    /// </summary>
    public ImageLayout Layout { get; init; }

    /// <summary>
    /// The sizes that the inputs have in the file, the batch axis first, one shape per input; -1 for one that stays free. Null: as in the
    /// model, with
    /// a free batch axis. The axes are in the model's order, whatever <see cref="Layout"/> says.
    /// </summary>
    public IReadOnlyList<Shape>? InputShapes { get; init; }
}

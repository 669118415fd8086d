using System.Globalization;
using Fashion.Keras.Data;

namespace Fashion.Keras.Losses;

/// <summary>Checks class numbers against the model's output, before anything runs.</summary>
internal static class ClassNumberTargets
{
    /// <summary>Shape and range of class numbers.</summary>
    /// <param name="className">Who wants them.</param>
    /// <param name="yTrue">The class numbers.</param>
    /// <param name="predictions">Shape of the output, the batch axis unknown.</param>
    /// <param name="axis">Axis of the classes.</param>
    /// <param name="ignored">A number that is allowed although it is no class.</param>
    public static void Validate(string className, ArraySource yTrue, Shape predictions, int axis = -1, int? ignored = null)
    {
        int at = predictions.Axis(axis), classes = predictions[at];
        Shape labels = (int[])[.. predictions[..at], .. predictions[(at + 1)..]];
        if (!yTrue.Shape.IsCompatibleWith(labels) && !yTrue.Shape.IsCompatibleWith(predictions.With(at, 1)))
        {
            string hint = yTrue.Shape.IsCompatibleWith(predictions)
                ? " They look one-hot: use CategoricalCrossentropy (\"categorical_crossentropy\"), or give class numbers."
                : "";
            throw new ShapeMismatchException($"{className}: targets of shape {yTrue.Shape} do not fit the output of shape {predictions}; " +
                $"class numbers of shape {labels} are needed.{hint}")
            { Received = yTrue.Shape };
        }
        if (yTrue.First(label => !(label > -1 && label < classes || label == ignored)) is >= 0 and int wrong)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"{className}: label {yTrue[wrong]} of sample {wrong / yTrue.RowLength} is out of range: the output of shape " +
                $"{predictions} has {classes} classes, so labels must lie in 0..{classes - 1}."));
    }
}

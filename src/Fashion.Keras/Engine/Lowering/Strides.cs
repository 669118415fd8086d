using Fashion.Keras.Graph;

namespace Fashion.Keras.Engine;

/// <summary>What lowerings that only move elements have in common.</summary>
internal static class Strides
{
    /// <summary>Distances between neighbours along each axis of a row-major tensor.</summary>
    public static int[] Of(Shape shape)
    {
        var strides = new int[shape.Rank];
        for (int axis = strides.Length - 1, stride = 1; axis >= 0; stride *= shape[axis--]) strides[axis] = stride;
        return strides;
    }

    /// <summary>Along a first axis that stays whole, a worker's rows come from the same rows.</summary>
    public static Partition Whole(Shape source, Shape result, Partition partition) =>
        source.Rank > 0 && source[0] == result[0] ? partition : Partition.Any;
}

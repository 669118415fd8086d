namespace Fashion.Keras.Reference;

/// <summary>Mean over the cells of every window that lie inside the image.</summary>
internal static class AveragePool2D
{
    public static double[] Forward(double[] images, Pool2DSizes sizes)
    {
        int[] counts = Counts(sizes);
        var results = new double[sizes.ResultCount];
        sizes.Visit((result, image, _) => results[result] += images[image] / counts[result]);
        return results;
    }

    public static double[] Backward(double[] gradients, Pool2DSizes sizes)
    {
        int[] counts = Counts(sizes);
        var images = new double[sizes.ImageCount];
        sizes.Visit((result, image, _) => images[image] += gradients[result] / counts[result]);
        return images;
    }

    private static int[] Counts(Pool2DSizes sizes)
    {
        var counts = new int[sizes.ResultCount];
        sizes.Visit((result, _, _) => counts[result]++);
        return counts;
    }
}

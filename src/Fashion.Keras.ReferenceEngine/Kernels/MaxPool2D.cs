namespace Fashion.Keras.Reference;

/// <summary>Largest number of every window and where in its window it was (the first of equals; a NaN wins); padding never wins.</summary>
internal static class MaxPool2D
{
    public static (double[] Values, double[] Positions) Forward(double[] images, Pool2DSizes sizes)
    {
        var values = new double[sizes.ResultCount];
        var positions = new double[sizes.ResultCount];
        Array.Fill(values, double.NegativeInfinity);
        Array.Fill(positions, -1);
        sizes.Visit((result, image, cell) =>
        {
            double candidate = images[image];
            if (positions[result] >= 0 && !(candidate > values[result]) && !(double.IsNaN(candidate) && !double.IsNaN(values[result])))
                return;
            (values[result], positions[result]) = (candidate, cell);
        });
        return (values, positions);
    }

    public static double[] Backward(double[] positions, double[] gradients, Pool2DSizes sizes)
    {
        var images = new double[sizes.ImageCount];
        sizes.Visit((result, image, cell) =>
        {
            if (positions[result] == cell) images[image] += gradients[result];
        });
        return images;
    }
}

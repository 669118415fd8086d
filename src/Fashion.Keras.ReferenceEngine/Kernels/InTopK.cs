namespace Fashion.Keras.Reference;

/// <summary>1 where fewer than k scores of the row are larger than the target's; 0 for a target out of range or with a NaN score.</summary>
internal static class InTopK
{
    public static double[] Forward(double[] scores, double[] targets, int classes, int k)
    {
        var y = new double[targets.Length];
        for (int row = 0; row < y.Length; row++)
        {
            if (!(targets[row] > -1 && targets[row] < classes)) continue;
            double score = scores[row * classes + (int)targets[row]];
            int larger = 0;
            for (int i = 0; i < classes; i++)
                if (scores[row * classes + i] > score) larger++;
            y[row] = larger < k && !double.IsNaN(score) ? 1 : 0;
        }
        return y;
    }
}

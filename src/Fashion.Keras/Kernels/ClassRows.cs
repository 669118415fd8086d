namespace Fashion.Keras.Kernels;

/// <summary>Work on rows of class scores and on class numbers: where the largest is, whether the target is among the best, one-hot rows.</summary>
internal static unsafe class ClassRows
{
    /// <summary>Place of the largest number of each row, the first of equals; the first NaN if there is one.</summary>
    public static void ArgMax(float* x, float* y, int rows, int width)
    {
        for (int r = 0; r < rows; r++, x += width)
        {
            int best = 0;
            for (int i = 1; i < width; i++)
                if (x[i] > x[best] || (float.IsNaN(x[i]) && !float.IsNaN(x[best]))) best = i;
            y[r] = best;
        }
    }

    /// <summary>1 where fewer than k scores of the row are larger than the target's; 0 for a target out of range or with a NaN score.</summary>
    public static void InTopK(float* scores, float* targets, float* y, int rows, int width, int k)
    {
        for (int r = 0; r < rows; r++, scores += width)
        {
            y[r] = 0;
            if (!(targets[r] > -1 && targets[r] < width)) continue;
            float score = scores[(int)targets[r]];
            int larger = 0;
            for (int i = 0; i < width; i++)
                if (scores[i] > score) larger++;
            if (larger < k && !float.IsNaN(score)) y[r] = 1;
        }
    }

    /// <summary>1 at the truncated number and 0 elsewhere; all 0 when it is out of range or NaN.</summary>
    public static void OneHot(float* indices, float* y, int rows, int depth)
    {
        new Span<float>(y, rows * depth).Clear();
        for (int r = 0; r < rows; r++, y += depth)
            if (indices[r] > -1 && indices[r] < depth) y[(int)indices[r]] = 1;
    }
}

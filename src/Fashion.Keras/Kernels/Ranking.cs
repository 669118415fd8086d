namespace Fashion.Keras.Kernels;

/// <summary>What metrics ask about rows of scores, and class numbers as rows. Row-major, one number at a time: rows are short.</summary>
internal static unsafe class Ranking
{
    /// <summary>Position of the largest number per row, the first of equals; the first NaN if there is one.</summary>
    public static void ArgMax(float* x, float* y, int rows, int width)
    {
        for (int row = 0; row < rows; row++, x += width)
        {
            int best = 0;
            for (int i = 1; i < width; i++)
                if (x[i] > x[best] || (float.IsNaN(x[i]) && !float.IsNaN(x[best]))) best = i;
            y[row] = best;
        }
    }

    /// <summary>1 where fewer than k scores of the row are larger than the target's; 0 for a target out of range or with a NaN score.</summary>
    public static void InTopK(float* scores, float* targets, float* y, int rows, int width, int k)
    {
        for (int row = 0; row < rows; row++, scores += width)
        {
            y[row] = 0;
            if (!(targets[row] > -1 && targets[row] < width)) continue;
            float score = scores[(int)targets[row]];
            int larger = 0;
            for (int i = 0; i < width; i++)
                if (scores[i] > score) larger++;
            if (larger < k && !float.IsNaN(score)) y[row] = 1;
        }
    }

    /// <summary>1 at the truncated number and 0 elsewhere; all 0 when it is out of range or NaN.</summary>
    public static void OneHot(float* indices, float* y, int rows, int depth)
    {
        new Span<float>(y, rows * depth).Clear();
        for (int row = 0; row < rows; row++, y += depth)
            if (indices[row] > -1 && indices[row] < depth) y[(int)indices[row]] = 1;
    }
}

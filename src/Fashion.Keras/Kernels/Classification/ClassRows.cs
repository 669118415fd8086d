namespace Fashion.Keras.Kernels;

/// <summary>
/// Work on rows of class scores and on class numbers: where the largest is, whether the target is among the best, one-hot rows.
/// </summary>
internal static unsafe class ClassRows
{
    /// <summary>Place of the largest number of each row, the first of equals; the first NaN if there is one.</summary>
    public static void ArgMax(float* x, float* y, int rows, int width)
    {
        KernelGuard.Count(rows);
        KernelGuard.AtLeast(width, 1);
        KernelGuard.Memory(x, (long)rows * width);
        KernelGuard.Memory(y, rows);
        KernelGuard.Apart(y, rows, x, (long)rows * width);
        for (int r = 0; r < rows; r++, x += width)
        {
            int best = 0;
            for (int i = 1; i < width; i++)
                if (x[i] > x[best] || (float.IsNaN(x[i]) && !float.IsNaN(x[best]))) best = i;
            y[r] = best;
        }
    }

    /// <summary>
    /// 1 where fewer than k scores of the row are larger than the target's; 0 for a target out of range or with a NaN score.
    /// </summary>
    public static void InTopK(float* scores, float* targets, float* y, int rows, int width, int k)
    {
        KernelGuard.Count(rows);
        KernelGuard.AtLeast(width, 1);
        KernelGuard.Memory(scores, (long)rows * width);
        KernelGuard.Memory(targets, rows);
        KernelGuard.Memory(y, rows);
        KernelGuard.Apart(y, rows, scores, (long)rows * width);
        KernelGuard.Apart(y, rows, targets, rows);
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
        KernelGuard.Count(rows);
        KernelGuard.AtLeast(depth, 1);
        KernelGuard.AtMost((long)rows * depth, int.MaxValue);
        KernelGuard.Memory(indices, rows);
        KernelGuard.Memory(y, (long)rows * depth);
        KernelGuard.Apart(y, (long)rows * depth, indices, rows);
        new Span<float>(y, rows * depth).Clear();
        for (int r = 0; r < rows; r++, y += depth)
            if (indices[r] > -1 && indices[r] < depth) y[(int)indices[r]] = 1;
    }
}

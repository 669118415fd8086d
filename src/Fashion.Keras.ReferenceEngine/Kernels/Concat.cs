namespace Fashion.Keras.Reference;

/// <summary>
/// Concatenated tensors: seen from the axis, each tensor is a number of blocks (the axes before it) of a length
/// (the axis and all after it), and a block of the result is theirs in a row.
/// </summary>
internal static class Concat
{
    public static double[] Forward(double[][] tensors, int blocks)
    {
        var y = new double[tensors.Sum(t => t.Length)];
        int at = 0;
        for (int block = 0; block < blocks; block++)
            foreach (double[] tensor in tensors)
            {
                int length = tensor.Length / blocks;
                Array.Copy(tensor, block * length, y, at, length);
                at += length;
            }
        return y;
    }
}

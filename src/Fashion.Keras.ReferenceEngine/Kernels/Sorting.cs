namespace Fashion.Keras.Reference;

/// <summary>The order of rows, and places in a sorted row; NaN counts as larger than everything.</summary>
internal static class Sorting
{
    public static double[] ArgSort(double[] x, int width, bool descending)
    {
        var y = new double[x.Length];
        for (int row = 0; row < x.Length; row += width)
        {
            int start = row;
            int Ascending(int i, int j) => Compare(x[start + i], x[start + j]);
            var comparer = Comparer<int>.Create(descending ? (i, j) => Ascending(j, i) : Ascending);
            foreach ((int place, int i) in Enumerable.Range(0, width).Order(comparer).Index()) y[row + place] = i;
        }
        return y;
    }

    public static double[] Search(double[] sorted, double[] x, bool right) =>
        Array.ConvertAll(x, v => (double)sorted.Count(s => Compare(s, v) < (right ? 1 : 0)));

    private static int Compare(double x, double y) =>
        double.IsNaN(x) || double.IsNaN(y) ? double.IsNaN(x).CompareTo(double.IsNaN(y)) : x == y ? 0 : x < y ? -1 : 1;
}

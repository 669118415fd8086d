using System.Globalization;
using System.Text;

namespace Fashion.Keras.Hdf5.Tests;

/// <summary>What a file holds, one line for each object, as Golden/scripts/list_files.py lists it by means of h5py.</summary>
internal static class Listing
{
    public static string[] Of(H5File file)
    {
        var lines = new List<string>();
        Add(file.Root, lines);
        return [.. lines];
    }

    /// <summary>Whether two lines say the same: all words, and numbers up to what the order of a sum changes.</summary>
    public static void AssertSame(IReadOnlyList<string> expected, IReadOnlyList<string> actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        foreach ((string want, string have) in expected.Zip(actual))
        {
            if (want == have) continue;
            string[] left = want.Split(' ', '='), right = have.Split(' ', '=');
            Assert.True(left.Length == right.Length && left.Zip(right).All(pair => IsSame(pair.First, pair.Second)),
                $"expected: {want}\nactual:   {have}");
        }
    }

    private static bool IsSame(string want, string have) => want == have
        || (double.TryParse(want, CultureInfo.InvariantCulture, out double a)
            && double.TryParse(have, CultureInfo.InvariantCulture, out double b) && Math.Abs(a - b) <= 2e-8 * Math.Abs(a));

    private static void Add(H5Object item, List<string> lines)
    {
        long text = 0;
        double number = 0;
        foreach (H5Attribute attribute in item.Attributes.Values)
        {
            if (attribute.Type.IsText) text += Bytes(attribute.ReadTexts());
            else number += Weighted(attribute.Read<double>());
        }
        string line = FormattableString.Invariant($"{item.Path} attributes={item.Attributes.Count} text={text} number={number:e8}");
        if (item is H5Dataset dataset)
            line += FormattableString.Invariant($" [{string.Join(',', dataset.Shape)}] ")
                + (dataset.Type.IsText ? FormattableString.Invariant($"text={Bytes(dataset.ReadTexts())}")
                    : FormattableString.Invariant($"{Weighted(dataset.Read<double>()):e8}"));
        lines.Add(line);
        if (item is not H5Group group) return;
        foreach (H5Link link in group.Links.Where(link => link.Kind == H5LinkKind.Hard).OrderBy(link => link.Name, StringComparer.Ordinal))
            Add(group.Open(link)!, lines);
    }

    private static long Bytes(string[] texts) => texts.Sum(text => (long)Encoding.UTF8.GetByteCount(text));

    private static double Weighted(double[] numbers) => numbers.Select((number, i) => number * (1 + i % 97)).Sum();
}

namespace Fashion.Keras.Hdf5.Tests;

/// <summary>Reads all that a file has.</summary>
internal static class Everything
{
    private const long MostElements = 1 << 20;

    /// <summary>Reads all groups, attributes and datasets; what is damaged keeps the rest from nothing.</summary>
    /// <returns>What was refused.</returns>
    public static List<H5FormatException> Read(ReadOnlyMemory<byte> data, string name, bool withChecksums = true)
    {
        var errors = new List<H5FormatException>();
        Try(() =>
        {
            using H5File file = withChecksums ? H5File.Open(data, name) : H5File.OpenUnchecked(data, name);
            Walk(file.Root, [], 0);
        });
        return errors;

        void Walk(H5Object item, HashSet<long> seen, int depth)
        {
            if (depth > 100 || !seen.Add(item.Address)) return;
            Try(() =>
            {
                foreach (H5Attribute attribute in item.Attributes.Values)
                {
                    if (attribute.Type.IsText) Try(() => attribute.ReadTexts());
                    else if (attribute.Type.IsNumber) Try(() => attribute.Read<double>());
                }
            });
            if (item is H5Dataset dataset)
                Try(() =>
                {
                    dataset.EnsureReadable();
                    if (dataset.Count > MostElements) return;
                    if (dataset.Type.IsText) dataset.ReadTexts();
                    else dataset.Read<double>();
                });
            if (item is not H5Group group) return;
            Try(() =>
            {
                foreach (H5Link link in group.Links)
                    Try(() =>
                    {
                        if (group.Open(link) is { } child) Walk(child, seen, depth + 1);
                    });
            });
        }

        void Try(Action read)
        {
            try
            {
                read();
            }
            catch (H5FormatException e)
            {
                errors.Add(e);
            }
        }
    }
}

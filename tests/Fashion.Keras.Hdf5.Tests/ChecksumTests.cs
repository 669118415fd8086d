using System.Text;

namespace Fashion.Keras.Hdf5.Tests;

/// <summary>Every structure that has a checksum is compared with it: a bit that changed is refused by name and place.</summary>
public sealed class ChecksumTests
{
    // Signature, what messages call it, and which byte changes: one that every such structure has and nothing checks before the checksum.
    public static TheoryData<string, string, int> Structures => new()
    {
        { "OHDR", "an object header", 20 },
        { "OCHK", "an object header", 8 },
        { "FRHP", "a heap", 20 },
        { "FHDB", "a block of a heap", 24 },
        { "FHIB", "a block of a heap", 24 },
        { "BTHD", "a tree", 20 },
        { "BTLF", "a node of a tree", 8 },
        { "BTIN", "a node of a tree", 8 },
        { "FAHD", "an array of chunks", 6 },
        { "FADB", "an array of chunks", 8 },
        { "EAHD", "an array of chunks", 8 },
        { "EAIB", "an array of chunks", 8 },
        { "EADB", "an array of chunks", 8 },
        { "EASB", "an array of chunks", 8 },
    };

    [Theory, MemberData(nameof(Structures))]
    public void ChangedBit_OfAStructure_IsRefusedByNameAndPlace(string signature, string what, int offset)
    {
        int found = 0;
        foreach (string name in Files.Golden)
        {
            byte[] data = Files.Read(name), letters = Encoding.ASCII.GetBytes(signature);
            int refusedAnyway = Everything.Read(data, name).Count;
            for (int at = data.AsSpan().IndexOf(letters), next; at >= 0; at = next)
            {
                next = data.AsSpan(at + 4).IndexOf(letters) is >= 0 and var more ? at + 4 + more : -1;
                data[at + offset] ^= 1;
                List<H5FormatException> errors = Everything.Read(data, name);
                data[at + offset] ^= 1;
                // Letters within data, or a structure that nothing leads to.
                if (errors.Count == refusedAnyway) continue;
                found++;
                int end = at + (1 << 20);
                Assert.Contains(errors, e => e.Problem.Contains($"the checksum of {what} is wrong", StringComparison.Ordinal)
                    && e.Offset >= at && e.Offset <= end && e.File == name && e.ObjectPath.StartsWith('/'));
            }
        }
        Assert.True(found > 0, $"no file has {signature}");
    }

    [Fact]
    public void ChangedBit_OfASuperblock_IsRefused()
    {
        foreach (string name in new[] { "v110", "latest" })
        {
            byte[] data = Files.Read(name);
            // Flags for consistency, which readers do not use: nothing but the checksum protects them.
            data[11] ^= 1;
            Assert.Contains("the checksum of the superblock is wrong",
                Assert.Throws<H5FormatException>(() => H5File.Open(data, name)).Message, StringComparison.Ordinal);
        }
    }

    // Files of ours: all that lies before the numbers is protected.
    [Fact]
    public void ChangedBit_AnywhereInHeaders_IsRefused()
    {
        var builder = new H5FileBuilder();
        builder.Root.Group("layers/dense").Add("kernel", new float[] { 1, 2, 3, 4, 5, 6 }, 2, 3);
        builder.Root.Group("layers").SetAttribute("count", 1);
        byte[] data = builder.Bytes();
        int numbers = data.AsSpan().IndexOf((byte[])[0, 0, 0x80, 0x3F, 0, 0, 0, 0x40]);
        int run = 0;
        Assert.True(numbers > 200);
        Assert.Empty(Everything.Read(data, "whole"));
        for (int at = 0; at < numbers; at++)
        {
            data[at] ^= 4;
            bool seen = Everything.Read(data, "changed").Count > 0;
            data[at] ^= 4;
            // Headers begin at multiples of eight bytes; what is between two of them belongs to none.
            run = seen ? 0 : run + 1;
            Assert.True(run < 8 && (seen || data[at] == 0), $"byte {at} may change");
        }
    }
}

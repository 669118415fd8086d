using System.Buffers.Binary;
using System.Diagnostics;
using System.Text.Json.Nodes;
using CsCheck;
using Fashion.Keras.Layers;
using Fashion.Keras.Saving;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Saving;

/// <summary>
/// Damaged and lying files: over 10,000 mutations of small files of all formats, ours and Keras's. Each is either read or
/// refused with a <see cref="ModelFormatException"/>, within a second and 256 MB, and a refused file changes no weight.
/// </summary>
public class DamagedFilesTests
{
    private const int Mutations = 1_500;
    private const long LargestAllocation = 256L << 20;
    private static readonly TimeSpan LongestTime = TimeSpan.FromSeconds(1), MostTime = TimeSpan.FromMinutes(2);

    // Numbers that headers are most easily fooled with.
    private static readonly ulong[] Traps =
        [0, 1, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 0x7FFFFFFFFFFFFFFF, ulong.MaxValue, ulong.MaxValue - 7, 1UL << 32, 1UL << 40, 4096,
            65535];

    private static readonly Gen<Func<byte[], byte[]>> Mutation = Gen.OneOf<Func<byte[], byte[]>>(
        // One to eight bytes anywhere.
        Gen.Select(Gen.Int[0, int.MaxValue], Gen.Byte).Array[1, 8].Select(changes => (Func<byte[], byte[]>)(data =>
        {
            foreach ((int at, byte value) in changes) data[at % data.Length] = value;
            return data;
        })),
        // A number in a header.
        Gen.Select(Gen.Int[0, int.MaxValue], Gen.Int[0, Traps.Length - 1], Gen.Int[0, 3])
            .Select((at, trap, size) => (Func<byte[], byte[]>)(data =>
        {
            Span<byte> number = stackalloc byte[8];
            BinaryPrimitives.WriteUInt64LittleEndian(number, Traps[trap]);
            for (int i = 0; i < 1 << size; i++) data[(at + i) % data.Length] = number[i];
            return data;
        })),
        // An address that leads elsewhere.
        Gen.Select(Gen.Int[0, int.MaxValue], Gen.Int[0, int.MaxValue]).Select((at, to) => (Func<byte[], byte[]>)(data =>
        {
            int place = at % Math.Max(1, data.Length - 8) / 8 * 8;
            BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(place), (ulong)(to % data.Length));
            return data;
        })),
        Gen.Int[0, int.MaxValue].Select(length => (Func<byte[], byte[]>)(data => data[..(length % data.Length)])),
        // A piece copied over another.
        Gen.Select(Gen.Int[0, int.MaxValue], Gen.Int[0, int.MaxValue], Gen.Int[1, 64])
            .Select((from, to, length) => (Func<byte[], byte[]>)(data =>
        {
            byte[] piece = [.. data.Skip(from % data.Length).Take(length)];
            piece.AsSpan(0, Math.Min(piece.Length, data.Length - to % data.Length)).CopyTo(data.AsSpan(to % data.Length));
            return data;
        })));

    public static TheoryData<string> Files =>
        ["own.keras", "own.h5", "own.weights.h5", "own.keras/config.json", "own.keras/model.weights.h5", "nested.h5",
            "nested.keras/model.weights.h5", "two_inputs.keras/config.json", "style_tf26_two_inputs.h5", "keras1.h5"];

    [Theory, MemberData(nameof(Files))]
    public async Task Load_MutatedFile_IsReadOrRefused(string name)
    {
        byte[] whole = Original(name.Split('/')[0]);
        (byte[] part, Func<byte[], byte[]> rebuild) = Part(whole, name);
        Attempt(whole, name);

        // What never ends would not be measured; then the test, not the run, ends.
        await Task.Run(() => Mutation.Sample(mutate => Attempt(rebuild(mutate((byte[])part.Clone())), name), iter: Mutations, threads: 2))
            .WaitAsync(MostTime);
    }

    [Theory]
    [InlineData("tf_2_13.weights.h5")]
    [InlineData("tf_2_14_windows.weights.h5")]
    [InlineData("no_extension")]
    [InlineData("before_keras_1.h5")]
    public async Task LoadWeights_MutatedFileOfAnyLayout_IsReadOrRefused(string name)
    {
        byte[] whole = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Golden", "weights_files", name));
        string architecture = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", "weights_files", "model.arch.json"));
        await Task.Run(() => Mutation.Sample(mutate =>
        {
            byte[] data = mutate((byte[])whole.Clone());
            Model model = Model.FromJson(architecture);
            float[][] before = [.. model.Weights.Select(w => w.ToArray())];
            try
            {
                ModelFiles.PrepareWeights(model, new MemoryStream(data), name, byName: false, skipMismatch: false)();
            }
            catch (ModelFormatException e)
            {
                Assert.Contains(name, e.Message, StringComparison.Ordinal);
                Assert.Equal(before, model.Weights.Select(w => w.ToArray()));
            }
        }, iter: Mutations / 5, threads: 2)).WaitAsync(MostTime);
    }

    private static void Attempt(byte[] data, string name)
    {
        Measured first = Measure(data, name);
        // A busy machine may take its time once, an endless loop does so always.
        TimeSpan time = first.Time < LongestTime ? first.Time : Measure(data, name).Time;
        Assert.True(time < LongestTime, $"{name}: took {time.TotalSeconds:F1} s");
        Assert.True(first.Bytes < LargestAllocation, $"{name}: allocated {first.Bytes >> 20} MB");
    }

    private readonly record struct Measured(TimeSpan Time, long Bytes);

    private static Measured Measure(byte[] data, string name)
    {
        long bytes = GC.GetAllocatedBytesForCurrentThread(), start = Stopwatch.GetTimestamp();
        try
        {
            if (name.EndsWith("own.weights.h5", StringComparison.Ordinal)) LoadWeights(data);
            else ModelFiles.Read(new MemoryStream(data), name, compile: true, custom: null);
        }
        catch (ModelFormatException e)
        {
            Assert.Contains(name.Split('/')[0], e.Message, StringComparison.Ordinal);
        }
        return new Measured(Stopwatch.GetElapsedTime(start), GC.GetAllocatedBytesForCurrentThread() - bytes);
    }

    private static void LoadWeights(byte[] data)
    {
        Model model = Small();
        float[][] before = [.. model.Weights.Select(w => w.ToArray())];
        try
        {
            ModelFiles.PrepareWeights(model, new MemoryStream(data), "own.weights.h5", byName: false, skipMismatch: false)();
        }
        catch (ModelFormatException)
        {
            Assert.Equal(before, model.Weights.Select(w => w.ToArray()));
            throw;
        }
    }

    // A part of an archive is packed again around the mutated bytes, so that the checksum does not give it away.
    private static (byte[] Part, Func<byte[], byte[]> Rebuild) Part(byte[] whole, string name)
    {
        if (!name.Contains('/', StringComparison.Ordinal)) return (whole, data => data);
        (JsonObject config, byte[] weights) = ModelBytes.Members(whole);
        bool isConfig = name.EndsWith(KerasArchive.Config, StringComparison.Ordinal);
        return (isConfig ? Json.Bytes(config) : weights, data =>
        {
            using var stream = new MemoryStream();
            KerasArchive.Write(stream, isConfig ? data : Json.Bytes(config), s => s.Write(isConfig ? weights : data));
            return stream.ToArray();
        }
        );
    }

    private static byte[] Original(string name)
    {
        if (name == "keras1.h5")
            return File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Golden", "keras1_files", "merge_sequential.h5"));
        if (!name.StartsWith("own", StringComparison.Ordinal))
            return File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Golden", "files", name));
        string path = Path.Combine(Directory.CreateTempSubdirectory("fashion-keras-").FullName, name);
        try
        {
            Model model = Small();
            if (name.EndsWith(".weights.h5", StringComparison.Ordinal)) model.SaveWeights(path);
            else model.Save(path);
            return File.ReadAllBytes(path);
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        }
    }

    private static Sequential Small()
    {
        var model = new Sequential { new Input(3), new Dense(2, activation: "relu", name: "hidden"), new Dense(1) };
        model.Compile("sgd", "mse");
        model.Optimizer!.Build(model.TrainableWeights);
        return model;
    }
}

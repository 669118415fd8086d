using Fashion.Keras.Onnx.Protocol;
using Google.Protobuf;
using DataType = Fashion.Keras.Onnx.Protocol.TensorProto.Types.DataType;
using Dimension = Fashion.Keras.Onnx.Protocol.TensorShapeProto.Types.Dimension;

namespace Fashion.Keras.Onnx.Tests;

/// <summary>Files that are damaged, or made to do harm: one of two exceptions, never another one, and no memory for what only a number
/// says.</summary>
public class HostileFilesTests
{
    private static string[] Files => Directory.GetFiles(Path.Combine(GoldenCase.Root, "torch"), "*.onnx");

    public static IEnumerable<TheoryDataRow<string>> Names => Files.Select(f => new TheoryDataRow<string>(Path.GetFileName(f)));

    [Theory, MemberData(nameof(Names))]
    public void Read_DamagedBytes_SaysSo(string name)
    {
        byte[] file = File.ReadAllBytes(Path.Combine(GoldenCase.Root, "torch", name));
        var random = new Random(name.Length * 31 + name[0]);
        for (int i = 0; i < 150; i++)
        {
            byte[] damaged = (byte[])file.Clone();
            for (int change = random.Next(1, 4); change > 0; change--) damaged[random.Next(damaged.Length)] = (byte)(random.Next(2) == 0
                ? random.Next(256) : 255);
            if (i % 5 == 0) damaged = damaged[..random.Next(damaged.Length)];
            ReadOrRefuse(damaged);
        }
    }

    // Whole numbers of the file that stand for sizes, places and types, replaced by extreme ones.
    [Theory, MemberData(nameof(Names))]
    public void Read_ExtremeNumbers_SaysSo(string name)
    {
        ModelProto file = ModelProto.Parser.ParseFrom(File.ReadAllBytes(Path.Combine(GoldenCase.Root, "torch", name)));
        long[] extremes = [0, -1, 1, 3, -2, int.MaxValue, int.MaxValue + 1L, long.MaxValue, long.MinValue, 1 << 20];
        var random = new Random(name.Length);
        for (int i = 0; i < 150; i++)
        {
            ModelProto changed = file.Clone();
            NodeProto node = changed.Graph.Node[random.Next(changed.Graph.Node.Count)];
            long extreme = extremes[random.Next(extremes.Length)];
            AttributeProto? attribute = node.Attribute.Count > 0 ? node.Attribute[random.Next(node.Attribute.Count)] : null;
            switch (random.Next(5))
            {
                case 0 when attribute is { Ints.Count: > 0 }: attribute.Ints[random.Next(attribute.Ints.Count)] = extreme; break;
                case 1 when attribute is { HasI: true }: attribute.I = extreme; break;
                case 2 when attribute is { T.DataType: (int)DataType.Int64 }:
                    attribute.T.RawData = ByteString.CopyFrom(
                        [.. Enumerable.Repeat(BitConverter.GetBytes(extreme), attribute.T.RawData.Length / 8).SelectMany(b => b)]); break;
                case 3 when changed.Graph.Initializer.Count > 0:
                    TensorProto tensor = changed.Graph.Initializer[random.Next(changed.Graph.Initializer.Count)];
                    if (tensor.DataType == (int)DataType.Int64)
                        tensor.RawData = ByteString.CopyFrom(
                            [.. Enumerable.Repeat(BitConverter.GetBytes(extreme), tensor.RawData.Length / 8).SelectMany(b => b)]);
                    else if (tensor.Dims.Count > 0) tensor.Dims[random.Next(tensor.Dims.Count)] = extreme;
                    break;
                default:
                    var shape = changed.Graph.Input[0].Type.TensorType.Shape;
                    shape.Dim[random.Next(shape.Dim.Count)] = new Dimension { DimValue = extreme };
                    break;
            }
            ReadOrRefuse(changed.ToByteArray());
        }
    }

    [Fact]
    public void Read_NoOnnxFile_SaysSo()
    {
        Assert.Contains("no graph", Assert.Throws<ModelFormatException>(() => OnnxModel.Read([])).Message, StringComparison.Ordinal);
        Assert.Throws<ModelFormatException>(() => OnnxModel.Read("hello, this is a text"u8.ToArray()));
        Assert.Throws<FileNotFoundException>(() => OnnxModel.Load("/nowhere/x.onnx"));
        Assert.Throws<ModelFormatException>(() => OnnxModel.Load("/dev/null"));
        Assert.Throws<ArgumentException>(() => OnnxModel.Load(" "));
        Assert.Throws<ArgumentNullException>(() => OnnxModel.Read(null!));
    }

    [Fact]
    public void Read_ManyEmptyMessages_RefusedBeforeTheyAreMade()
    {
        // A graph of five million empty nodes, of two bytes each.
        byte[] nodes = new byte[10_000_000];
        for (int i = 0; i < nodes.Length; i += 2) nodes[i] = 0x0A;
        byte[] file = [0x3A, .. Varint(nodes.Length), .. nodes];
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("fields", Assert.Throws<ModelFormatException>(() => OnnxModel.Read(file)).Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        // Graphs in attributes of nodes of graphs.
        byte[] deep = [];
        for (int i = 0; i < 200; i++)
        {
            deep = [0x32, .. Varint(deep.Length), .. deep];
            deep = [0x2A, .. Varint(deep.Length), .. deep];
            deep = [0x0A, .. Varint(deep.Length), .. deep];
        }
        Assert.Contains("nested", Assert.Throws<ModelFormatException>(() =>
            OnnxModel.Read([0x3A, .. Varint(deep.Length), .. deep])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_WhatDoesNotFitTogether_SaysWhat()
    {
        Assert.Contains("which nothing before it gives", Damage(g => g.Node.Add(Node("Relu", ["later"], ["y"])), "x").Message,
            StringComparison.Ordinal);
        Assert.Contains("which is there already",
            Damage(g => { g.Node.Add(Node("Relu", ["x"], ["y"])); g.Node.Add(Node("Exp", ["x"], ["y"])); }).Message,
            StringComparison.Ordinal);
        Assert.Contains("nothing gives the output", Damage(g => g.Node.Add(Node("Relu", ["x"], ["z"]))).Message, StringComparison.Ordinal);
        Assert.Contains("needs an input 1", Damage(g => g.Node.Add(Node("Add", ["x"], ["y"]))).Message, StringComparison.Ordinal);
        Assert.Contains("two arrays", Damage(g =>
            { g.Initializer.Add(Weight("w", 1)); g.Initializer.Add(Weight("w", 1)); g.Node.Add(Node("Add", ["x", "w"], ["y"])); }).Message,
            StringComparison.Ordinal);
        Assert.Contains("bytes of data", Damage(g =>
            { g.Initializer.Add(Weight("w", 3, bytes: 8)); g.Node.Add(Node("Add", ["x", "w"], ["y"])); }).Message,
            StringComparison.Ordinal);
        Assert.Contains("cannot have the shape", Damage(g =>
            { g.Initializer.Add(Weight("w", long.MaxValue, bytes: 8)); g.Node.Add(Node("Add", ["x", "w"], ["y"])); }).Message,
            StringComparison.Ordinal);
        Assert.Contains("does not fit its inputs",
            Damage(g => { g.Initializer.Add(Weight("w", 3)); g.Node.Add(Node("Add", ["x", "w"], ["y"])); }).Message,
            StringComparison.Ordinal);
        Assert.Contains("steps other than 0", Damage(g =>
            {
                foreach (string n in "abc".Select(c => $"{c}")) g.Initializer.Add(Whole(n, [], 0));
                g.Node.Add(Node("Range", ["a", "b", "c"],
            ["y"]));
            }).Message.Replace("a step", "steps", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("at most", Damage(g =>
        {
            g.Initializer.Add(Whole("a", [], 0)); g.Initializer.Add(Whole("b", [],
            long.MaxValue)); g.Initializer.Add(Whole("c", [], 1)); g.Node.Add(Node("Range", ["a", "b", "c"], ["y"]));
        }).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Read_WhatIsNotRead_NamesIt()
    {
        Assert.Contains("(NonMaxSuppression) cannot be read: the operation is not known",
            Refuse(g => g.Node.Add(Node("NonMaxSuppression", ["x"], ["y"]))), StringComparison.Ordinal);
        Assert.Contains("'com.example' are not known",
            Refuse(g => { NodeProto node = Node("Relu", ["x"], ["y"]); node.Domain = "com.example"; g.Node.Add(node); }),
            StringComparison.Ordinal);
        Assert.Contains("setting 'strange' is not read",
            Refuse(g =>
            {
                NodeProto node = Node("Relu", ["x"],
            ["y"]); node.Attribute.Add(new AttributeProto { Name = "strange" }); g.Node.Add(node);
            }), StringComparison.Ordinal);
        Assert.Contains("external data", Refuse(g =>
        {
            TensorProto tensor = Weight("w", 2);
            tensor.DataLocation = TensorProto.Types.DataLocation.External;
            tensor.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = "../../etc/passwd" });
            g.Initializer.Add(tensor);
            g.Node.Add(Node("Add", ["x", "w"], ["y"]));
        }), StringComparison.Ordinal);
        Assert.Contains("of its results only the first 1", Refuse(g => g.Node.Add(Node("Dropout", ["x"], ["y", "mask"]))),
            StringComparison.Ordinal);
        Assert.Contains("version 3 of ONNX's operators",
            Assert.Throws<NotSupportedException>(() =>
            OnnxModel.Read(Network(g => g.Node.Add(Node("Relu", ["x"], ["y"])), operators: 3))).Message, StringComparison.Ordinal);
    }

    // A file is read, or refused in one of two ways.
    private static void ReadOrRefuse(byte[] file)
    {
        try
        {
            OnnxModel.Read(file);
        }
        catch (Exception e) when (e is ModelFormatException or NotSupportedException) { }
    }

    private static ModelFormatException Damage(Action<GraphProto> write, string output = "y") =>
        Assert.Throws<ModelFormatException>(() => OnnxModel.Read(Network(write, output)));

    private static string Refuse(Action<GraphProto> write) =>
        Assert.Throws<NotSupportedException>(() => OnnxModel.Read(Network(write))).Message;

    private static byte[] Network(Action<GraphProto> write, string output = "y", long operators = 17)
    {
        var graph = new GraphProto { Name = "g", Input = { Value("x", 2) }, Output = { Value(output, 2) } };
        write(graph);
        return new ModelProto
        {
            IrVersion = 8,
            Graph = graph,
            OpsetImport = { new OperatorSetIdProto { Version = operators } }
        }.ToByteArray();
    }

    private static NodeProto Node(string type, string[] inputs, string[] outputs) =>
        new() { OpType = type, Input = { inputs }, Output = { outputs } };

    private static ValueInfoProto Value(string name, long size) => new()
    {
        Name = name,
        Type = new TypeProto
        {
            TensorType = new TypeProto.Types.Tensor
            {
                ElemType = (int)DataType.Float,
                Shape = new TensorShapeProto { Dim = { new Dimension { DimParam = "batch" }, new Dimension { DimValue = size } } }
            }
        },
    };

    private static TensorProto Weight(string name, long size, int? bytes = null) =>
        new() { Name = name, DataType = (int)DataType.Float, Dims = { size }, RawData = ByteString.CopyFrom(new byte[bytes ?? size * 4]) };

    private static TensorProto Whole(string name, long[] shape, params long[] values) =>
        new() { Name = name, DataType = (int)DataType.Int64, Dims = { shape }, Int64Data = { values } };

    private static byte[] Varint(int number)
    {
        var bytes = new List<byte>();
        for (; number >= 0x80; number >>= 7) bytes.Add((byte)(number | 0x80));
        return [.. bytes, (byte)number];
    }
}

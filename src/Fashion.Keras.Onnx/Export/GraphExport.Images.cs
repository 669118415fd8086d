using Fashion.Keras.Data;
using Fashion.Keras.Graph;
using Fashion.Keras.Onnx.Protocol;

namespace Fashion.Keras.Onnx.Export;

// Convolutions and poolings: images lie channels first there.
internal sealed partial class GraphExport
{
    private static readonly int[] Images = [0, 3, 1, 2], Kernels = [3, 2, 0, 1];

    private void Convolution(Node node, Conv2DOp op)
    {
        Conv2DGeometry g = op.Geometry;
        string kernel = In(Of(node, 1), Kernels);
        string name = _graph.Add("Conv", [In(Of(node, 0), Images), kernel], ("strides", Pair(g.Strides)), ("dilations", Pair(g.Dilation)),
            ("pads", Sides(g.PadTop, g.PadLeft, g.PadBottom, g.PadRight)), ("group", (long)g.Groups));
        PutImages(node, name, open: true);
    }

    private void TransposedConvolution(Node node, Conv2DBackwardInputOp op)
    {
        Conv2DGeometry g = op.Geometry;
        // What a convolution of the image would not reach at its end: rows and columns that only their padding gets.
        long Missing(int axis, int kernel, int stride, int dilation, int pads) => _traced.Fixed<Conv2DBackwardInputOp>(node, (same, at) =>
            same.Image[axis] + pads - ((at.Inputs[1].Shape[axis] - 1) * stride + (at.Inputs[0].Shape[kernel] - 1) * dilation + 1));

        long rows = Missing(1, 0, g.Strides.Height, g.Dilation.Height, g.PadTop + g.PadBottom),
            columns = Missing(2, 1, g.Strides.Width, g.Dilation.Width, g.PadLeft + g.PadRight);
        string name = _graph.Add("ConvTranspose", [In(Of(node, 1), Images), In(Of(node, 0), Kernels)], ("strides", Pair(g.Strides)),
            ("dilations", Pair(g.Dilation)),
            ("pads", Sides(g.PadTop, g.PadLeft, g.PadBottom, g.PadRight)), ("output_padding", new[] { rows, columns }),
                ("group", (long)g.Groups));
        PutImages(node, name, open: true);
    }

    private void MaxPool(Node node, MaxPool2DOp op)
    {
        if (_readers.ContainsKey(node.Outputs[1])) throw Refused(node,
            "the places of the largest numbers are read, which ONNX counts in another way");
        PutImages(node, Pool("MaxPool", node, op.Geometry), open: false);
    }

    private void AveragePool(Node node, AveragePool2DOp op) =>
        PutImages(node, Pool("AveragePool", node, op.Geometry, ("count_include_pad", 0L)), open: false);

    private string Pool(string type, Node node, Pool2DGeometry g, params ReadOnlySpan<(string, object)> more) =>
        _graph.Add(type, [In(Of(node, 0), Images)],
        [("kernel_shape", Pair(g.Window)), ("strides", Pair(g.Strides)), ("pads", Sides(g.PadTop, g.PadLeft, g.PadBottom, g.PadRight)),
            .. more]);

    private void PutImages(Node node, string name, bool open)
    {
        Value value = node.Outputs[0];
        NodeProto? written = open && _readers.GetValueOrDefault(value) == 1 ? _graph.Proto.Node[^1] : null;
        _placed[value] = new Placed { Shape = _traced.Shape(value), Order = Images, Name = name, Open = written };
    }

    // A row of numbers per channel, added to a convolution that nothing else reads, is its bias.
    private bool AddsBias(Node node, Placed product, Placed bias, int input)
    {
        if (product.Open is not { Input.Count: 2 } open || !bias.IsConstant || _traced.Outputs.Contains(node.Inputs[input])
            || !IsWhole(product, _traced.Shape(node.Output))) return false;
        Dim channels = product.Shape[^1];
        if (bias.Rank is 0 or > 4 || !bias.Shape[^1].Equals(channels) || !Array.TrueForAll(bias.Shape[..^1], d => d.Is(1))) return false;
        open.Input.Add(Constant(bias, [(int)channels.Constant], [0]));
        Put(node, new Placed { Shape = product.Shape, Order = product.Order, Name = product.Name });
        return true;
    }

    // Batch normalization as in training: by the mean and the variance of the batch.
    private void Normalize(Node node, BatchNormalizationOp op)
    {
        Placed x = Of(node, 0);
        string name = Plain(x), axes = _graph.Integers([.. Enumerable.Range(0, x.Rank - 1).Select(axis => (long)axis)]);
        string mean = _graph.Add("ReduceMean", [name, axes], ("keepdims", 1L)), centered = One("Sub", name, mean);
        string variance = _graph.Add("ReduceMean", [One("Mul", centered, centered), axes], ("keepdims", 1L));
        string scaled = One("Mul", One("Div", centered, One("Sqrt", One("Add", variance, Number(op.Epsilon)))), Plain(Of(node, 1)));
        PutPlain(node.Outputs[0], One("Add", scaled, Plain(Of(node, 2))));
        string channels = _graph.Integers(-1);
        PutPlain(node.Outputs[1], One("Reshape", mean, channels));
        PutPlain(node.Outputs[2], One("Reshape", variance, channels));
    }

    private void NormalizeRows(Node node, LayerNormalizationOp op) =>
        PutPlain(node.Outputs[0], _graph.Add("LayerNormalization", [Plain(Of(node, 0)), Plain(Of(node, 1)), Plain(Of(node, 2))],
            ("axis", -1L), ("epsilon", op.Epsilon)));

    private static long[] Pair(Size2D size) => [size.Height, size.Width];

    private static long[] Sides(params long[] pads) => pads;
}

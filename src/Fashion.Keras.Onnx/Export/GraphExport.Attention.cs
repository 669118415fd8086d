using Fashion.Keras.Graph;

namespace Fashion.Keras.Onnx.Export;

// Attention as products and a softmax: operations of every version of ONNX.
internal sealed partial class GraphExport
{
    private void Attention(Node node, AttentionOp op)
    {
        int heads = node.Inputs[0].Shape[2], groups = node.Inputs[1].Shape[2];
        // With fewer groups than heads, the heads of a group have an axis of their own, along which key and value are repeated.
        bool shared = heads != groups;
        string query = One("Mul", Heads(0, shared), Number(op.Scale)), key = In(Of(node, 1), [0, 2, 3, 1]),
            value = In(Of(node, 2), [0, 2, 1, 3]);
        if (shared) (key, value) = (One("Unsqueeze", key, _graph.Integers(2)), One("Unsqueeze", value, _graph.Integers(2)));
        string scores = One("MatMul", query, key);
        if (op.Added) scores = One("Add", scores, Added(shared));
        string result = One("MatMul", _graph.Add("Softmax", [scores], ("axis", -1L)), value);
        Dim[] shape = _traced.Shape(node.Outputs[0]);
        if (shared) result = _graph.Add("Reshape", [result, SizesOf([shape[0], shape[2], shape[1], shape[3]])]);
        PutPlain(node.Outputs[0], _graph.Add("Transpose", [result], ("perm", (IEnumerable<long>)[0, 2, 1, 3])));

        // (batch, heads, queries, size), or (batch, groups, heads of one, queries, size).
        string Heads(int input, bool split)
        {
            Placed x = Of(node, input);
            string turned = In(x, [0, 2, 1, 3]);
            return split ? Split(turned, x.Shape[0], x.Shape[1], x.Shape[3]) : turned;
        }

        string Added(bool split)
        {
            Placed x = Of(node, 3);
            if (!split) return Plain(x);
            return x.Shape[1].Is(1)
                ? One("Unsqueeze", Plain(x), _graph.Integers(2))
                : Split(Plain(x), x.Shape[0], x.Shape[2], x.Shape[3]);
        }

        string Split(string x, Dim batch, Dim rows, Dim columns) =>
            _graph.Add("Reshape", [x, SizesOf([batch, Dim.Of(groups), Dim.Of(heads / groups), rows, columns])]);
    }
}

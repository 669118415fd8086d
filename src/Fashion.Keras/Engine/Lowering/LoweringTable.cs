using Fashion.Keras.Graph;

namespace Fashion.Keras.Engine;

/// <summary>Which lowering turns which op into steps.</summary>
internal static class LoweringTable
{
    public static void Lower(Node node, PlanBuilder builder)
    {
        switch (node.Op)
        {
            // Their slots need no step.
            case ConstantOp or ScalarOp or VariableOp: break;
            case ReshapeOp: builder.Alias(node.Output, builder[node.Inputs[0]]); break;
            case InputOp op: InputLowering.Lower(op, node, builder); break;
            case AssignOp op: AssignLowering.Lower(op, node, builder); break;
            case ElementwiseOp op: ElementwiseLowering.Lower(op, node, builder); break;
            case MatMulOp op: MatMulLowering.Lower(op, node, builder); break;
            case DenseOp op: DenseLowering.Lower(op, node, builder); break;
            case DenseUpdateOp op: DenseLowering.Lower(op, node, builder); break;
            case Conv2DOp op: Conv2DLowering.Lower(op, node, builder); break;
            case Conv2DBiasOp op: Conv2DLowering.Lower(op, node, builder); break;
            case Conv2DBackwardInputOp op: Conv2DLowering.Lower(op, node, builder); break;
            case Conv2DBackwardKernelOp op: Conv2DLowering.Lower(op, node, builder); break;
            case WinogradOp op: WinogradLowering.Lower(op, node, builder); break;
            case PooledConv2DOp op: PooledConv2DLowering.Lower(op, node, builder); break;
            case PooledConv2DBackwardInputOp op: PooledConv2DLowering.Lower(op, node, builder); break;
            case PooledConv2DBackwardKernelOp op: PooledConv2DLowering.Lower(op, node, builder); break;
            case MaxPool2DOp op: PoolingLowering.Lower(op, node, builder); break;
            case MaxPool2DBackwardOp op: PoolingLowering.Lower(op, node, builder); break;
            case AveragePool2DOp op: PoolingLowering.Lower(op, node, builder); break;
            case AveragePool2DBackwardOp op: PoolingLowering.Lower(op, node, builder); break;
            case BatchNormalizationOp op: BatchNormalizationLowering.Lower(op, node, builder); break;
            case BatchNormalizationBackwardOp op: BatchNormalizationLowering.Lower(op, node, builder); break;
            case SoftmaxOp op: ClassScoreLowering.Lower(op, node, builder); break;
            case CrossentropyOp op: ClassScoreLowering.Lower(op, node, builder); break;
            case CrossentropyBackwardOp op: ClassScoreLowering.Lower(op, node, builder); break;
            case SparseCrossentropyOp op: ClassScoreLowering.Lower(op, node, builder); break;
            case SparseCrossentropyBackwardOp op: ClassScoreLowering.Lower(op, node, builder); break;
            case ArgMaxOp op: ClassScoreLowering.Lower(op, node, builder); break;
            case InTopKOp op: ClassScoreLowering.Lower(op, node, builder); break;
            case OneHotOp op: ClassScoreLowering.Lower(op, node, builder); break;
            case ReduceOp op: ReduceLowering.Lower(op, node, builder); break;
            case TransposeOp op: ShapeLowering.Lower(op, node, builder); break;
            case ConcatOp op: ShapeLowering.Lower(op, node, builder); break;
            case SliceOp op: ShapeLowering.Lower(op, node, builder); break;
            case PadOp op: ShapeLowering.Lower(op, node, builder); break;
            case GatherOp op: GatherLowering.Lower(op, node, builder); break;
            case ScatterAddOp op: GatherLowering.Lower(op, node, builder); break;
            case ScatterOp op: GatherLowering.Lower(op, node, builder); break;
            case AttentionOp op: AttentionLowering.Lower(op, node, builder); break;
            case AttentionBackwardOp op: AttentionLowering.Lower(op, node, builder); break;
            case RecurrenceOp op: RowLowering.Lower(op, node, builder); break;
            case RecurrentLoopOp op: RecurrentLoopLowering.Lower(op, node, builder); break;
            case RecurrentLoopBackwardOp op: RecurrentLoopLowering.Lower(op, node, builder); break;
            case ArgSortOp op: RowLowering.Lower(op, node, builder); break;
            case SearchSortedOp op: RowLowering.Lower(op, node, builder); break;
            case TakeAlongOp op: RowLowering.Lower(op, node, builder); break;
            case AddAlongOp op: RowLowering.Lower(op, node, builder); break;
            case DropoutOp op: RandomLowering.Lower(op, node, builder); break;
            case RandomOp op: RandomLowering.Lower(op, node, builder); break;
            case VariateOp op: RandomLowering.Lower(op, node, builder); break;
            case AverageRanksOp op: AverageRanksLowering.Lower(op, node, builder); break;
            case AdamUpdateOp or SgdUpdateOp: OptimizerLowering.Lower(node.Op, node, builder); break;
            default: throw new NotSupportedException($"The managed engine has no lowering for '{node.Op.Name}'.");
        }
    }
}

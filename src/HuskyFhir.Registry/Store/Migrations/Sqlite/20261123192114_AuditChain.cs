using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace HuskyFhir.Registry.Store.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class AuditChain : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<byte[]>(
                name: "chain",
                table: "audit",
                type: "BLOB",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "hash",
                table: "audit",
                type: "BLOB",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "purpose",
                table: "audit",
                type: "TEXT",
                nullable: true,
                collation: "BINARY");

            migrationBuilder.AddColumn<string>(
                name: "reason",
                table: "audit",
                type: "TEXT",
                nullable: true,
                collation: "BINARY");

            migrationBuilder.AddColumn<long>(
                name: "seq",
                table: "audit",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "audit_cursor",
                columns: table => new
                {
                    name = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY"),
                    upto = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_audit_cursor", x => x.name);
                });

            migrationBuilder.CreateTable(
                name: "audit_heads",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    chain = table.Column<byte[]>(type: "BLOB", nullable: false),
                    hash = table.Column<byte[]>(type: "BLOB", nullable: false),
                    last = table.Column<byte[]>(type: "BLOB", nullable: false),
                    seq = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_audit_heads", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "audit_members",
                columns: table => new
                {
                    member = table.Column<byte[]>(type: "BLOB", nullable: false),
                    entry = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_audit_members", x => new { x.member, x.entry });
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "audit_cursor");

            migrationBuilder.DropTable(
                name: "audit_heads");

            migrationBuilder.DropTable(
                name: "audit_members");

            migrationBuilder.DropColumn(
                name: "chain",
                table: "audit");

            migrationBuilder.DropColumn(
                name: "hash",
                table: "audit");

            migrationBuilder.DropColumn(
                name: "purpose",
                table: "audit");

            migrationBuilder.DropColumn(
                name: "reason",
                table: "audit");

            migrationBuilder.DropColumn(
                name: "seq",
                table: "audit");
        }
    }
}

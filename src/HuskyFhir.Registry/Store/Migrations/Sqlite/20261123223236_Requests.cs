using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace HuskyFhir.Registry.Store.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Requests : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "request_states",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    business = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY"),
                    due = table.Column<long>(type: "INTEGER", nullable: true),
                    filed_by = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY"),
                    focus = table.Column<byte[]>(type: "BLOB", nullable: true),
                    is_open = table.Column<long>(type: "INTEGER", nullable: false),
                    kind = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY"),
                    member = table.Column<byte[]>(type: "BLOB", nullable: false),
                    programme = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY"),
                    received = table.Column<long>(type: "INTEGER", nullable: true),
                    status = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_request_states", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_request_states_is_open_due_id",
                table: "request_states",
                columns: new[] { "is_open", "due", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_request_states_kind_business_id",
                table: "request_states",
                columns: new[] { "kind", "business", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_request_states_member_kind",
                table: "request_states",
                columns: new[] { "member", "kind" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "request_states");
        }
    }
}

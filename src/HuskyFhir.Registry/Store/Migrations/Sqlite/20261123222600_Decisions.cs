using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace HuskyFhir.Registry.Store.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Decisions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "claim",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    created_high = table.Column<long>(type: "INTEGER", nullable: true),
                    created_low = table.Column<long>(type: "INTEGER", nullable: true),
                    due_high = table.Column<long>(type: "INTEGER", nullable: true),
                    due_low = table.Column<long>(type: "INTEGER", nullable: true),
                    member = table.Column<byte[]>(type: "BLOB", nullable: true),
                    restricted = table.Column<long>(type: "INTEGER", nullable: false),
                    status_code = table.Column<string>(type: "TEXT", nullable: true, collation: "BINARY"),
                    status_system = table.Column<string>(type: "TEXT", nullable: true, collation: "BINARY"),
                    updated = table.Column<long>(type: "INTEGER", nullable: false),
                    use_code = table.Column<string>(type: "TEXT", nullable: true, collation: "BINARY"),
                    use_system = table.Column<string>(type: "TEXT", nullable: true, collation: "BINARY")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_claim", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "claim_string",
                columns: table => new
                {
                    owner = table.Column<byte[]>(type: "BLOB", nullable: false),
                    n = table.Column<long>(type: "INTEGER", nullable: false),
                    folded = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY"),
                    part = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY"),
                    value = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_claim_string", x => new { x.owner, x.n });
                });

            migrationBuilder.CreateTable(
                name: "claim_token",
                columns: table => new
                {
                    owner = table.Column<byte[]>(type: "BLOB", nullable: false),
                    n = table.Column<long>(type: "INTEGER", nullable: false),
                    code = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY"),
                    part = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY"),
                    system = table.Column<string>(type: "TEXT", nullable: true, collation: "BINARY")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_claim_token", x => new { x.owner, x.n });
                });

            migrationBuilder.CreateTable(
                name: "claimresponse",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    action_kind_code = table.Column<string>(type: "TEXT", nullable: true, collation: "BINARY"),
                    action_kind_system = table.Column<string>(type: "TEXT", nullable: true, collation: "BINARY"),
                    created_high = table.Column<long>(type: "INTEGER", nullable: true),
                    created_low = table.Column<long>(type: "INTEGER", nullable: true),
                    member = table.Column<byte[]>(type: "BLOB", nullable: true),
                    notice_date_high = table.Column<long>(type: "INTEGER", nullable: true),
                    notice_date_low = table.Column<long>(type: "INTEGER", nullable: true),
                    outcome_code = table.Column<string>(type: "TEXT", nullable: true, collation: "BINARY"),
                    outcome_system = table.Column<string>(type: "TEXT", nullable: true, collation: "BINARY"),
                    payment_date_high = table.Column<long>(type: "INTEGER", nullable: true),
                    payment_date_low = table.Column<long>(type: "INTEGER", nullable: true),
                    restricted = table.Column<long>(type: "INTEGER", nullable: false),
                    status_code = table.Column<string>(type: "TEXT", nullable: true, collation: "BINARY"),
                    status_system = table.Column<string>(type: "TEXT", nullable: true, collation: "BINARY"),
                    updated = table.Column<long>(type: "INTEGER", nullable: false),
                    use_code = table.Column<string>(type: "TEXT", nullable: true, collation: "BINARY"),
                    use_system = table.Column<string>(type: "TEXT", nullable: true, collation: "BINARY")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_claimresponse", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "claimresponse_string",
                columns: table => new
                {
                    owner = table.Column<byte[]>(type: "BLOB", nullable: false),
                    n = table.Column<long>(type: "INTEGER", nullable: false),
                    folded = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY"),
                    part = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY"),
                    value = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_claimresponse_string", x => new { x.owner, x.n });
                });

            migrationBuilder.CreateTable(
                name: "claimresponse_token",
                columns: table => new
                {
                    owner = table.Column<byte[]>(type: "BLOB", nullable: false),
                    n = table.Column<long>(type: "INTEGER", nullable: false),
                    code = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY"),
                    part = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY"),
                    system = table.Column<string>(type: "TEXT", nullable: true, collation: "BINARY")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_claimresponse_token", x => new { x.owner, x.n });
                });

            migrationBuilder.CreateIndex(
                name: "ix_claim_created_low_created_high_id",
                table: "claim",
                columns: new[] { "created_low", "created_high", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_claim_due_low_due_high_id",
                table: "claim",
                columns: new[] { "due_low", "due_high", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_claim_member_id",
                table: "claim",
                columns: new[] { "member", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_claim_updated_id",
                table: "claim",
                columns: new[] { "updated", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_claim_string_part_folded_owner",
                table: "claim_string",
                columns: new[] { "part", "folded", "owner" });

            migrationBuilder.CreateIndex(
                name: "ix_claim_token_part_code_owner_system",
                table: "claim_token",
                columns: new[] { "part", "code", "owner", "system" });

            migrationBuilder.CreateIndex(
                name: "ix_claimresponse_created_low_created_high_id",
                table: "claimresponse",
                columns: new[] { "created_low", "created_high", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_claimresponse_member_id",
                table: "claimresponse",
                columns: new[] { "member", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_claimresponse_notice_date_low_notice_date_high_id",
                table: "claimresponse",
                columns: new[] { "notice_date_low", "notice_date_high", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_claimresponse_payment_date_low_payment_date_high_id",
                table: "claimresponse",
                columns: new[] { "payment_date_low", "payment_date_high", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_claimresponse_updated_id",
                table: "claimresponse",
                columns: new[] { "updated", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_claimresponse_string_part_folded_owner",
                table: "claimresponse_string",
                columns: new[] { "part", "folded", "owner" });

            migrationBuilder.CreateIndex(
                name: "ix_claimresponse_token_part_code_owner_system",
                table: "claimresponse_token",
                columns: new[] { "part", "code", "owner", "system" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "claim");

            migrationBuilder.DropTable(
                name: "claim_string");

            migrationBuilder.DropTable(
                name: "claim_token");

            migrationBuilder.DropTable(
                name: "claimresponse");

            migrationBuilder.DropTable(
                name: "claimresponse_string");

            migrationBuilder.DropTable(
                name: "claimresponse_token");
        }
    }
}
